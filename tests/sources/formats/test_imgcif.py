"""The imgCIF inside CBF headers as facts: pieces, wrapped rows, nulls, damage."""

from __future__ import annotations

import io
import math
from contextlib import suppress
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from imgcif_map.errors import UnreadableValue
from imgcif_map.sources.formats import imgcif
from imgcif_map.sources.formats.cbf import reader
from imgcif_map.sources.headers.head import StreamHead
from tests.support import make_cbf

WRAPPED = b"""data_x
_diffrn.id LAB
loop_
_axis.id
_axis.depends_on
_axis.vector[1] _axis.vector[2]
OMEGA . 1 0
KAPPA OMEGA
0.642787609687 -0.766044443119

loop_
_scan.angle
_scan.shift
40. ?
? 110
"""


def read(text, memo=None, before_binary=False):
    lines, problems = imgcif.facts(text, memo or imgcif.item_reader(), before_binary)
    return {fact.key: fact.value for line in lines for fact in line}, problems


@cache
def reads():
    return reader()


def contents(data):
    return reads()(StreamHead("image.cbf", io.BytesIO(data), len(data)))


def test_rows_wrapped_over_lines_and_values_without_a_number():
    found, problems = read(WRAPPED)
    assert problems == []
    assert found["diffrn/id"] == "LAB"
    assert found["axis/depends_on"] == [None, "OMEGA"]
    assert found["axis/vector_1"] == [1, 0.642787609687]
    assert found["scan/angle"][0] == 40
    assert math.isnan(found["scan/angle"][1])


def test_equal_loops_of_other_files_are_the_same_objects():
    memo = imgcif.item_reader()
    one, _ = imgcif.facts(WRAPPED, memo, False)
    other, _ = imgcif.facts(WRAPPED.replace(b"40.", b"41."), memo, False)
    same = [a is b for a, b in zip(one, other, strict=True)]
    assert same == [True] * (len(one) - 2) + [False, True]


@pytest.mark.parametrize(
    "more",
    [
        b"_diffrn.details\n;\nloop_\n_axis.id\nno axis\n;\n",
        b"_diffrn.details '''\nloop_\n_axis.id\nno axis\n'''\n",
    ],
)
def test_a_loop_inside_a_text_is_none(more):
    found, _ = read(b"#\\#CIF_2.0\n" + WRAPPED + more)
    assert found["axis/id"] == ["OMEGA", "KAPPA"]


def test_only_the_first_data_block_counts_and_others_are_reported():
    found, problems = read(WRAPPED + b"data_y\nloop_\n_axis.id\nA\nB\n")
    assert found["axis/id"] == ["OMEGA", "KAPPA"]
    assert problems == ["2 data blocks: only the first is read"]


def test_faults_are_where_they_are_in_the_file():
    found, problems = read(WRAPPED + b"_diffrn.details\n")
    assert found["axis/id"] == ["OMEGA", "KAPPA"]
    assert problems[0].startswith("line 16:")
    mini = b"_array_data.header_contents\n;\n# Wavelength 1.0 A\n# Flux 0\n;\n"
    damaged = b"###CBF: VERSION 1.5\ndata_x\n" + mini + b"_axis.id X\n_axis.type\n_diffrn.id L\n"
    [problem] = contents(damaged).problems
    assert problem.startswith("line 9:")


def test_a_data_name_that_stands_twice_is_a_fault():
    _, problems = read(b"loop_\n_x.a\n1\nloop_\n_x.a\n2\n")
    assert problems == ["line 6: _x.a stands already in line 3"]


def test_a_header_with_miniCBF_lines_and_imgCIF_gives_both():
    data = make_cbf.cbf(make_cbf.categories(), make_cbf.MINI.format(**make_cbf.SETTINGS))
    found = contents(data)
    facts = {fact.key: fact.value for line in found.lines for fact in line}
    assert found.problems == ()
    assert found.needed is not None
    assert found.needed <= len(data)
    assert facts["Wavelength"] == facts["diffrn_radiation_wavelength/wavelength"] == 0.975
    assert facts["axis/id"] == list(make_cbf.AXES)
    assert facts["X-Binary-Size-Fastest-Dimension"] == make_cbf.PIXELS[0]


_WORDS = st.sampled_from(
    [b"loop_\n", b"_axis.id ", b"_axis.vector[1]\n", b"OMEGA ", b"1.0\n", b"?", b";\n", b"data_b\n",
     b"loop_\n_x.a\n1\n", b"'", b"\n", b"#", b"\xff", b"''' ", b"save_x\n", b"{",
     b"_array_data.data\n"]
)  # fmt: skip


@given(st.lists(_WORDS, max_size=40).map(b"".join))
def test_pieces_say_what_the_whole_says(text):
    lines, problems = imgcif.facts(text, imgcif.item_reader(), False)
    whole, faults = imgcif._whole(text.decode("latin-1"), imgcif.item_reader())
    assert (lines, problems) == (whole, faults) or b"\xff" in text


@settings(deadline=None)  # the first one makes the grammar
@given(st.binary(max_size=400))
def test_any_bytes_give_contents_or_a_reason(data):
    start = b"###CBF: VERSION 1.5\ndata_x\n_axis.id X\n"
    for text in (data, start + data):
        with suppress(UnreadableValue):
            assert contents(text).lines
