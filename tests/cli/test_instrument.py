"""``instrument list`` and ``instrument show`` as a user runs them; ``--instrument``."""

from __future__ import annotations

import json

import pytest

from tests.cli.outcome import check_message
from tests.support.make_minicbf import minicbf


def test_list_has_every_instrument(invoke, root):
    outcome = invoke("instrument", "list")
    assert (outcome.code, outcome.err) == (0, "")
    ids = {line.split()[0] for line in outcome.out.splitlines()[1:]}
    assert ids == {path.stem for path in (root / "mappings" / "instruments").glob("*.yaml")}
    head, *rows = outcome.out.splitlines()
    assert head.split("  ")[0] == "id"
    assert any("dls-i24" in row and "I24" in row and "source" in row for row in rows)


def test_words_narrow_the_list(invoke):
    outcome = invoke("instrument", "list", "Diamond", "chi")
    assert [line.split()[0] for line in outcome.out.splitlines()[1:]] == ["dls-i03-smargon"]
    nothing = invoke("instrument", "list", "no-such-place")
    assert (nothing.code, nothing.out) == (1, "no instrument is described by these words\n")


def test_list_as_json(invoke):
    outcome = invoke("instrument", "list", "bessy", "--format", "json")
    content = json.loads(outcome.out)
    assert content["format_version"] == 1
    (one,) = content["instruments"]
    assert one["id"] == "hzb-bessy-14-2"
    assert one["facility"] == "HZB"
    assert one["recognised_by"] is None
    assert one["axes"][1]["setting"] == ["twotheta"]
    assert one["image"]["pixels"] == [1475, 1679]


def test_show_in_words(invoke):
    outcome = invoke("instrument", "show", "bruker-kappa-apexii")
    assert outcome.code == 0
    assert "OMEGA > KAPPA > PHI > sample" in outcome.out
    assert "TWOTHETA > DX > YAW > PITCH > ROLL > H > V > image" in outcome.out
    assert "(0.642788, 0, -0.766044)" in outcome.out
    assert "CC0-1.0" in outcome.out
    known = invoke("instrument", "show", "dls-i24").out
    assert "$serial = '60-0119'" in known


def test_show_as_json(invoke):
    content = json.loads(invoke("instrument", "show", "dls-i23", "-f", "json").out)
    assert content["recognised_by"] == "$serial = '120-0100'"
    assert [axis["depends_on"] for axis in content["axes"]] == [None, "omega"]


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("smargon", ["no instrument 'smargon'", "dls-i03-smargon"]),
        ("minicbf", ["minicbf is a format", "--mapping"]),
        ("spring8-dimensions", ["without an instrument: section"]),
        ("nowhere.yaml", ["nowhere.yaml"]),
    ],
)
def test_what_is_no_instrument(name, words, invoke):
    check_message(invoke("instrument", "show", name), *words)


def test_convert_with_a_misspelt_instrument_writes_nothing(invoke, tmp_path):
    image = tmp_path / "image_0001.cbf"
    image.write_bytes(minicbf())
    outcome = invoke("convert", image, "--instrument", "hzb-besy-14-2", "-o", "out.cif")
    check_message(outcome, "no instrument 'hzb-besy-14-2'", "hzb-bessy-14-2")
    assert not (tmp_path / "out.cif").exists()


def test_convert_names_what_applies(invoke, tmp_path):
    image = tmp_path / "image_0001.cbf"
    image.write_bytes(minicbf(lines={"Detector": "# Detector: PILATUS3 6M, S/N 60-0119"}))
    outcome = invoke("convert", image, "-o", "out.cif", "--provenance", "prov.json")
    assert "instrument dls-i24 applies" in outcome.said
    content = json.loads((tmp_path / "prov.json").read_text())
    assert [i["id"] for i in content["mapping"]["instruments"]] == ["dls-i24"]
    silent = invoke("convert", image, "-o", "out.cif", "--instrument", "none")
    assert "applies" not in silent.said
