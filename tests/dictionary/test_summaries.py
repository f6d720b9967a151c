"""One line for each data name that raw data need, and none of it copied."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pytest

from imgcif_map.cif.reader import read_cif
from imgcif_map.dictionary.load import load_dictionary
from imgcif_map.dictionary.summaries import _read, summaries, summary
from imgcif_map.errors import UnreadableInput
from imgcif_map.resources import packaged_dir


def test_lookup_is_caseless_and_may_find_nothing() -> None:
    text = summary("_Array_Element_SIZE.size")
    assert text is not None
    assert "metres" in text
    assert summary("_diffrn_radiation.polarizn_Stokes_I") is not None
    assert summary("_cell.length_a") is None


def test_every_summary_is_one_short_line_of_its_own() -> None:
    texts = list(summaries().values())
    assert len(texts) == len(set(texts)) == 240
    for text in texts:
        assert 0 < len(text) < 110, text
        assert text[0].isupper(), text
        assert not text.endswith("."), text


def test_the_file_is_plain_yaml() -> None:
    import yaml

    text = (packaged_dir("dictionaries") / "summaries.yaml").read_text("utf-8")
    parsed = {name.casefold(): line for name, line in yaml.safe_load(text).items()}
    assert parsed == dict(summaries())


@pytest.mark.usefixtures("wheel")
def test_every_name_is_defined_and_its_units_are_not_contradicted() -> None:
    img = load_dictionary("cif_img.dic")
    for name, text in summaries().items():
        definition = img.definitions[name]
        stated = re.search(r"in (micro|milli|kilo)?(metres|seconds|volts|amperes|watts)\b", text)
        if stated:
            assert definition.units == f"{stated[1] or ''}{stated[2]}", name


def test_a_missing_file(tmp_path: Path) -> None:
    with pytest.raises(UnreadableInput):
        _read(tmp_path / "none.yaml")


def test_all_raw_data_items_have_one(shared: Path) -> None:
    with (shared / "facts" / "imgcif_to_nxmx.csv").open(encoding="utf-8") as stream:
        rows = list(csv.DictReader(stream))
    wanted = {r["imgcif_name"].casefold() for r in rows if r["core_raw"] in ("yes", "support")}
    assert len(wanted) == 240
    assert set(summaries()) == wanted


def _words(text: str) -> list[str]:
    return re.findall(r"[a-z0-9]+", text.lower())


def _runs(text: str) -> set[tuple[str, ...]]:
    words = _words(text)
    return {tuple(words[i : i + 6]) for i in range(len(words) - 5)}


def test_no_summary_repeats_the_official_description(shared: Path) -> None:
    descriptions: dict[str, list[str]] = {}
    for name in ("cif_img.dic", "multi_block_core.dic", "cif_core.dic"):
        for frame in read_cif(shared / "dictionaries" / name).blocks[0].frames:
            identifier, text = frame.column("_definition.id"), frame.column("_description.text")
            if identifier and text:
                key = identifier.texts()[0].casefold()
                descriptions.setdefault(key, []).append(text.texts()[0])
    compared = [(n, line, x) for n, line in summaries().items() for x in descriptions.get(n, [])]
    copied = [
        name
        for name, line, official in compared
        if _words(line) == _words(official) or _runs(line) & _runs(official)
    ]
    assert copied == []
    assert len(compared) >= 240
