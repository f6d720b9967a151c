"""Condensed dictionaries: nothing formal lost, no prose kept, the packaged files as made."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from imgcif_map.cif.reader import parse_cif, read_cif
from imgcif_map.dictionary.compile import compile_files
from imgcif_map.dictionary.condense import condense
from imgcif_map.dictionary.formal import FORMAL
from imgcif_map.dictionary.load import load_dictionary
from imgcif_map.dictionary.manifest import MANIFEST, PACKAGED, manifest, write_condensed
from imgcif_map.dictionary.model import Dictionary, Part
from imgcif_map.dictionary.provenance import (
    NO_LICENCE,
    Original,
    format_provenance,
    read_provenance,
)
from imgcif_map.errors import UnreadableInput
from imgcif_map.resources import packaged_dir
from tests.dictionary.small import imports, item, plain

PROSE = (
    "_description.text\n;\nTelltale words.\n;\n_description_example.case Telltale\n"
    "_method.expression\n;\nTelltale = 1\n;\n"
    "loop_\n_enumeration_set.state\n_enumeration_set.detail\nyes 'Telltale yes'\nno 'Telltale'\n"
    + imports("'file':templ.cif 'save':x 'mode':Contents 'dupl':Ignore")
)


@pytest.fixture
def original(tmp_path: Path) -> Path:
    path = plain(
        tmp_path / "full",
        "thing.dic",
        "THING_DIC",
        item("_thing.x", PROSE),
        item("_thing.y", "_method.purpose Definition\n_method.expression 'Telltale'\n"),
    )
    text = path.read_text("utf-8").replace("data_", "# SPDX-License-Identifier: MIT\ndata_", 1)
    path.write_text(text + "\nloop_\n_dictionary_audit.revision\n'Telltale'\n", "utf-8")
    return path


def _facts(dictionary: Dictionary) -> tuple[object, ...]:
    def bare(part: Part) -> Part:
        return replace(part, path="", condensed=False)

    return (
        dictionary.title,
        dictionary.version,
        dict(dictionary.definitions),
        list(dictionary.definitions),
        dictionary.categories,
        dictionary.alias_ids,
        dictionary.problems,
        [bare(part) for part in dictionary.parts],
    )


def test_prose_goes_and_formal_attributes_stay(original: Path) -> None:
    text = condense(original)
    assert "Telltale" not in text
    names = {
        column.key
        for block in parse_cif(text).blocks
        for holder in (block, *block.frames)
        for column in holder.columns.values()
    }
    assert names <= FORMAL
    document = parse_cif(text)
    assert document.problems == ()
    frame = document.blocks[0].frame("thing.x")
    assert frame is not None
    states = frame.column("_enumeration_set.state")
    purpose = frame.column("_method.purpose")
    assert states is not None
    assert purpose is not None
    assert states.texts() == ["yes", "no"]
    assert purpose.texts() == ["Evaluation"]
    assert "templ.cif" in text


def test_a_condensed_dictionary_compiles_to_the_same(original: Path, tmp_path: Path) -> None:
    condensed = tmp_path / "small" / "thing.dic"
    condensed.parent.mkdir()
    condensed.write_text(condense(original), "utf-8")
    one, two = load_dictionary(original), load_dictionary(condensed)
    assert _facts(one) == _facts(two)
    assert not one.parts[0].condensed
    assert two.parts[0].condensed
    assert two.parts[0].sha256 == hashlib.sha256(original.read_bytes()).hexdigest()
    assert two.parts[0].licence == "MIT"
    assert two.definitions["_thing.x"].has_method
    assert not two.definitions["_thing.y"].has_method


def test_condensing_twice_changes_nothing(original: Path, tmp_path: Path) -> None:
    once = condense(original)
    path = tmp_path / "renamed.dic"
    path.write_text(once, "utf-8")
    assert condense(path) == once


@pytest.mark.parametrize(
    "spoil",
    [
        lambda text: text + "\n_stray\n",
        lambda text: text.replace("_dictionary.title", "_dictionary.name"),
        lambda text: "",
    ],
)
def test_what_cannot_be_condensed(original: Path, spoil: Callable[[str], str]) -> None:
    original.write_text(spoil(original.read_text("utf-8")), "utf-8")
    with pytest.raises(UnreadableInput, match=r"thing\.dic"):
        condense(original)


def test_provenance_reads_back() -> None:
    for licence in ("CC-BY-4.0", ""):
        stated = Original("a.dic", "1.0", "2026-01-01", "https://x.org/a", licence, "0" * 64)
        lines = format_provenance(stated)
        found = read_provenance("#\\#CIF_2.0\n\n" + "\n".join(lines) + "\ndata_x\n")
        assert found.original == stated
        assert found.licence == licence
        assert (NO_LICENCE in "\n".join(lines)) is not bool(licence)


def test_only_comments_at_the_start_count() -> None:
    comment = f"# condensed-sha256: {'0' * 64}\n# SPDX-License-Identifier: MIT\n"
    assert read_provenance("data_x\n" + comment).original is None
    assert read_provenance("data_x\n" + comment).licence == ""
    assert read_provenance("# condensed-sha256: short\n").original is None


def test_a_manifest_lists_what_is_in_the_folder(original: Path, tmp_path: Path) -> None:
    folder = tmp_path / "out"
    folder.mkdir()
    plain(folder, "full.dic", "FULL")
    written = write_condensed([original], folder)
    assert written == [folder / "thing.dic", folder / MANIFEST]
    (entry,) = json.loads((folder / MANIFEST).read_text("utf-8"))["dictionaries"]
    assert entry["file"] == "thing.dic"
    assert entry["licence"] == "MIT"
    assert entry["sha256"] == hashlib.sha256((folder / "thing.dic").read_bytes()).hexdigest()
    assert (entry["categories"], entry["frames"]) == (2, 5)


def test_nothing_is_written_if_one_cannot_be_read(original: Path, tmp_path: Path) -> None:
    with pytest.raises(UnreadableInput):
        write_condensed([original, tmp_path / "gone.dic"], tmp_path)
    assert not (tmp_path / "thing.dic").exists()


@pytest.mark.parametrize("name", PACKAGED)
def test_packaged_files_are_what_the_writer_makes(name: str) -> None:
    path = packaged_dir("dictionaries") / name
    document = read_cif(path)
    assert document.problems == ()
    assert condense(path) == path.read_text("utf-8")
    attributes = {
        column.key
        for block in document.blocks
        for holder in (block, *block.frames)
        for column in holder.columns.values()
    }
    assert attributes <= FORMAL


def test_the_packaged_manifest_and_readme_are_up_to_date() -> None:
    folder = packaged_dir("dictionaries")
    assert manifest(folder) == (folder / MANIFEST).read_text("utf-8")
    entries = json.loads(manifest(folder))["dictionaries"]
    assert {entry["file"] for entry in entries} == set(PACKAGED)
    readme = (folder / "README.md").read_text("utf-8")
    for entry in entries:
        licence = entry["licence"] or "none stated"
        row = (entry["title"], entry["version"], entry["date"], licence)
        assert f"| `{entry['file']}` | {' | '.join(row)} |" in readme


@pytest.mark.parametrize("name", PACKAGED)
def test_packaged_files_come_from_the_official_ones(name: str, shared: Path) -> None:
    official = shared / "dictionaries" / name
    assert condense(official) == (packaged_dir("dictionaries") / name).read_text("utf-8")


@pytest.mark.parametrize("name", ["cif_img_variant.dic", "ddl.dic"])
def test_packaged_dictionaries_compile_as_the_official_ones(name: str, shared: Path) -> None:
    """cif_img_variant imports all others but ddl.dic."""
    full, small = shared / "dictionaries", packaged_dir("dictionaries")
    one = compile_files([full / name], [full]).dictionary
    two = compile_files([small / name], [small]).dictionary
    assert _facts(one) == _facts(two)
    assert all(part.condensed for part in two.parts)
    assert not any(part.condensed for part in one.parts)
