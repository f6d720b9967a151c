"""XDS.INP as records: how keywords, values and comments may stand, and what is refused."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from imgcif_map.errors import UnreadableInput, UnreadableValue
from imgcif_map.sources.formats.xds import open_file
from imgcif_map.sources.registry import open_source
from imgcif_map.sources.sniffs import is_xds
from tests.support.make_xds import text

ONE_FOLDER = {"deadline": None, "suppress_health_check": [HealthCheck.function_scoped_fixture]}
WORDS = st.text("AX=!? $#1.\n-'", max_size=80).map(str.encode)


def leaf(folder: Path, content: str, name: str):
    path = folder / "XDS.INP"
    path.write_text(content)
    return open_file(path).root.child(name)


@pytest.mark.parametrize(
    ("line", "key", "value"),
    [
        ("ORGX=1279.1 ORGY=1235.3", "ORGY", 1235.3),
        ("ORGX= 1279.1", "ORGX", 1279.1),
        ("ORGX =1279.1", "ORGX", 1279.1),
        ("\tNX=10\tNY=20", "NY", 20),
        (" NX=2068  NY= 2162  QX= 0.075 ! to make it happy NX=1", "NX", 2068),
        ("NX=1!NX=2", "NX", 1),
        ("ROTATION_AXIS= -1 0 0  ! only read by IDXREF", "ROTATION_AXIS", [-1, 0, 0]),
        ("DIRECTION_OF_DETECTOR_X-AXIS=0.5 -.5 1.", "DIRECTION_OF_DETECTOR_X-AXIS", [0.5, -0.5, 1]),
        ("OVERLOAD=1.0D5", "OVERLOAD", 100000.0),
        ("FRIEDEL'S_LAW=TRUE     ! acts on CORRECT", "FRIEDEL_S_LAW", "TRUE"),
        ("REFINE(IDXREF)=CELL BEAM", "REFINE_IDXREF", ["CELL", "BEAM"]),
        ("A_ALONG_ALPHA/BETA=13", "A_ALONG_ALPHA_BETA", 13),
        ("DETECTOR= EIGER MINIMUM_VALID_PIXEL_VALUE=0 OVERLOAD= 9", "DETECTOR", "EIGER"),
        ("LIB= /opt/a=b/lib.so", "LIB", "/opt/a=b/lib.so"),
        ("NX=10\nNX= 10 ! again", "NX", 10),
        ("UNTRUSTED_RECTANGLE= 1 2 3 4", "UNTRUSTED_RECTANGLE", [1, 2, 3, 4]),
        (
            "UNTRUSTED_RECTANGLE= 1 2 3 4\nUNTRUSTED_RECTANGLE=5 6 7 8",
            "UNTRUSTED_RECTANGLE",
            [[1, 2, 3, 4], [5, 6, 7, 8]],
        ),
        ("SPOT_RANGE=1 2\nSPOT_RANGE=7", "SPOT_RANGE", ["1 2", "7"]),
        ("NX=1\nhow to go on", "other_lines", "how to go on"),
        ("NX=", "NX", None),
    ],
)
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_values(tmp_path: Path, line: str, key: str, value: object, newline: str) -> None:
    found = leaf(tmp_path, f"! made{newline}" + line.replace("\n", newline), key)
    assert found is not None
    assert np.array_equal(np.asarray(found.read(), dtype=object), np.asarray(value, dtype=object))


@pytest.mark.parametrize(
    ("template", "name"),
    [
        ("/data/somebody/x_????.cbf", "x_####.cbf"),
        ("../../img/x_1_???.img", "x_1_###.img"),
        ("x?.cbf.gz", "x#.cbf.gz"),
        ("D:\\data\\x_??.osc", "x_##.osc"),
        ("/data/x_??????.h5", "x_master.h5"),
    ],
)
def test_templates_without_folders(tmp_path: Path, template: str, name: str) -> None:
    content = f"NAME_TEMPLATE_OF_DATA_FRAMES={template}"
    assert leaf(tmp_path, content, "file_template").read() == name


@pytest.mark.parametrize(
    ("line", "key", "words"),
    [
        ("ORGX=$ORGX ORGY=$ORGY", "ORGX", "nobody filled in: $ORGX"),
        ("DATA_RANGE=1 $NFRAMES", "DATA_RANGE", "nobody filled in: $NFRAMES"),
        ("NX=10\nNX=11", "NX", "different values: 10, 11"),
        ("NAME_TEMPLATE_OF_DATA_FRAMES=$T", "file_template", "nobody filled in"),
        ("NAME_TEMPLATE_OF_DATA_FRAMES=x_001.cbf", "file_template", "one row of ?: x_001.cbf"),
        ("NAME_TEMPLATE_OF_DATA_FRAMES=x??_???.cbf", "file_template", "one row of ?"),
        ("NAME_TEMPLATE_OF_DATA_FRAMES=x#_???.cbf", "file_template", "one row of ?"),
        ("NAME_TEMPLATE_OF_DATA_FRAMES=my x_???.cbf", "file_template", "not one file name"),
    ],
)
def test_what_cannot_be_meant(tmp_path: Path, line: str, key: str, words: str) -> None:
    found = leaf(tmp_path, line, key)
    assert found is not None
    with pytest.raises(UnreadableValue) as caught:
        found.read()
    assert words in caught.value.message


@pytest.mark.parametrize("content", [b"", b"! ORGX=1 ORGY=2\n", b"no keyword\n", b"ORGX=1\0"])
def test_files_that_are_none(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "XDS.INP"
    path.write_bytes(content)
    with pytest.raises(UnreadableInput) as caught:
        open_file(path)
    assert str(path) in caught.value.message


def test_files_are_recognised_by_their_keywords(tmp_path: Path) -> None:
    path = tmp_path / "anything.txt"
    path.write_text(text())
    assert open_source(path).format == "xds"
    assert is_xds(b"ORGX=1 ORGY=2")
    assert not is_xds(b"\nORGX=1\n ORGX=2")  # one keyword twice
    assert not is_xds(b"!ORGX=1 !ORGY=2")
    assert not is_xds(b"ORGX=1 ORGY=2\0")
    assert not is_xds(b"MY_ORGX=1 MY_ORGY=2")


@settings(max_examples=200, **ONE_FOLDER)
@given(data=st.one_of(st.binary(max_size=200), WORDS))
def test_any_bytes_are_read_or_refused(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "XDS.INP"
    path.write_bytes(data)
    try:
        root = open_file(path).root
    except UnreadableInput:
        return
    assert root.children()


KEY = st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ_", max_size=12).map(lambda key: f"Z{key}Z")
NUMBER = st.one_of(st.integers(-(10**9), 10**9), st.floats(-1e6, 1e6).map(lambda x: round(x, 4)))


@settings(max_examples=60, **ONE_FOLDER)
@given(pairs=st.dictionaries(KEY, st.lists(NUMBER, min_size=1, max_size=4), min_size=1, max_size=6),
       joint=st.sampled_from([" ", "\n", "\n! X= 7\n", " ! Y=1\n"]))  # fmt: skip
def test_what_is_written_is_read(tmp_path: Path, pairs: dict, joint: str) -> None:
    path = tmp_path / "XDS.INP"
    path.write_text(joint.join(f"{k}= {' '.join(map(repr, v))}" for k, v in pairs.items()))
    root = open_file(path).root
    for key, values in pairs.items():
        assert np.allclose(np.atleast_1d(root.child(key).read()), values, rtol=0, atol=0)
