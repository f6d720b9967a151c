"""A new dictionary names exactly the mapping lines it touches; those are searched by text here."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest

from tests.cli.outcome import check_message
from tests.mapping.impact.answers import MAPPINGS, OPTIONS, PACKAGED, lines, told
from tests.mapping.impact.previous import Version
from tests.mapping.impact.searched import VALUES, lines_of, with_text

FILES = [MAPPINGS / f"{name}.yaml" for name in ("base", "headers", "minicbf")]
NEXUS = [MAPPINGS / f"{name}.yaml" for name in ("base", "nxmx")]


@dataclass(frozen=True)
class Case:
    """An edit of the dictionary, and the lines it touches by verdict."""

    edits: list[tuple]
    broken: set[str] = field(default_factory=set)
    outdated: set[str] = field(default_factory=set)
    check: set[str] = field(default_factory=set)
    mapping: str = "minicbf"

    def made(self, text: str) -> Version:
        version = Version(text)
        for method, *arguments in self.edits:
            options = arguments.pop() if isinstance(arguments[-1], dict) else {}
            getattr(version, method)(*arguments, **options)
        return version


def found(name: str, *sections: str) -> set[str]:
    return lines_of(FILES, name, sections) if sections else lines_of(FILES, name)


def nexus(name: str, *sections: str) -> set[str]:
    return lines_of(NEXUS, name, sections) if sections else lines_of(NEXUS, name)


DTIME = "_diffrn_detector.dtime"
THICK = "_diffrn_detector.layer_thickness"
GAIN = "_array_intensities.gain"
UNITS = "_diffrn_data_frame.center_units"
COUNTER = "_diffrn_scan_frame.frame_number"
WIDTH = "_diffrn_radiation.beam_width"
KEY = "_diffrn_scan_collection.scan_id"
EXTRA = "_diffrn_scan_collection.variant"
FORMAT = "_array_data_external_data.format"

CASES = {
    "renamed, alias left": Case(
        [("rename", THICK, "_diffrn_detector.thickness", {"alias": True})],
        outdated=found(THICK),
    ),
    "renamed, no alias": Case(
        [("rename", THICK, "_diffrn_detector.thickness", {"alias": False})], broken=found(THICK)
    ),
    "removed": Case([("remove", WIDTH)], broken=nexus(WIDTH), mapping="nxmx"),
    "replaced": Case(
        [("add", WIDTH, f"_definition_replaced.id 1\n_definition_replaced.by '{THICK}'")],
        outdated=found(WIDTH),
    ),
    "Real to Text": Case(
        [("edit", WIDTH, r"(_type\.contents\s+)Real", r"\g<1>Text")],
        check=nexus(WIDTH, *VALUES),
        mapping="nxmx",
    ),
    "Word to Integer": Case(
        [("edit", KEY, r"(_type\.contents\s+)Word", r"\g<1>Integer")], check=found(KEY, *VALUES)
    ),
    "Single to List": Case(
        [("edit", COUNTER, r"(_type\.container\s+)Single", r"\g<1>List")],
        broken=found(COUNTER, "items", "categories"),
        check=found(COUNTER, "reverse fields"),
    ),
    "another unit of the same kind": Case(
        [("edit", WIDTH, r"micrometres", "millimetres")],
        check=nexus(WIDTH, *VALUES),
        mapping="nxmx",
    ),
    "another kind of unit": Case(
        [("edit", THICK, r"millimetres", "kelvins")],
        broken=found(THICK, "items"),
        check=found(THICK, "reverse fields"),
    ),
    "a key lost and one gained": Case(
        [("edit", "DIFFRN_SCAN_COLLECTION", f"'{KEY}'", "'_diffrn_scan_collection.type'")],
        check=found(KEY, "categories") | found("_diffrn_scan_collection.type", "categories"),
    ),
    "a key gained that no mapping writes": Case(
        [("edit", "DIFFRN_SCAN_COLLECTION", rf"(?s)(loop_\s+)?_category_key\.name\s+'{KEY}'",
          f"loop_\n_category_key.name\n'{KEY}'\n'{EXTRA}'"),
         ("add", "DIFFRN_SCAN_COLLECTION", f"save_\n\nsave{EXTRA}\n_definition.id '{EXTRA}'\n"
          "_name.category_id diffrn_scan_collection\n_name.object_id variant\n"
          "_type.contents Word")],
        broken=with_text(FILES, "^  diffrn_scan_collection:"),
    ),
    "a state gone that a value writes": Case(
        [("state", FORMAT, "HDF5", "HDF6")],
        broken=with_text(NEXUS, r"^  image_format: .*HDF5"),
        mapping="nxmx",
    ),
    "a state gone that a lookup writes and an assumption": Case(
        [("state", "_diffrn_radiation.probe", "x-ray", None)],
        broken=with_text(NEXUS, r"lookup: \{x-ray: x-ray|assume: x-ray"),
        mapping="nxmx",
    ),
    "a state more that a lookup does not lead to": Case(
        [("state", "_diffrn_radiation.probe", "x-ray", "x-ray'\n  'muon")],
        check=with_text(NEXUS, r"lookup: \{x-ray: x-ray"),
        mapping="nxmx",
    ),
    "a fixed value that is none of the new type": Case(
        [("edit", "_axis.equipment", r"(?s)loop_.*(?=save_)", ""),
         ("edit", "_axis.equipment", r"(_type\.contents\s+)\w+", r"\g<1>Integer")],
        broken=with_text(NEXUS, r" equipment: .*value: "),
        check=found("_axis.equipment", "categories") - with_text(NEXUS, r" equipment: .*value: "),
        mapping="nxmx",
    ),
    "a narrower range": Case(
        [("edit", DTIME, r"0\.0:", "0.0:10")], check=found(DTIME, "items")
    ),
    "a wider range": Case([("edit", DTIME, r"_enumeration\.range.*\n", "")]),
    "a name more": Case([("add", WIDTH, "_alias.definition_id '_beam.width'")]),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_exactly_the_lines(invoke, tmp_path, text, name):
    case = CASES[name]
    new = case.made(text).write(tmp_path / "new")
    outcome = invoke("dictionary", "impact", new, case.mapping, *OPTIONS)
    answer = told(outcome)
    named = lines(answer)
    assert named["broken"] == case.broken
    assert named["still works, should change"] == case.outdated
    assert named["check"] == case.check
    assert outcome.code == (1 if case.broken else 0)
    if not (case.broken or case.outdated or case.check):
        assert answer["untouched"] == sum(answer["changes"].values()) > 0


MENDED = ("renamed, no alias", "removed", "renamed, alias left")


@pytest.mark.parametrize("name", MENDED)
def test_with_the_previous_version_as_old_nothing_is_broken(invoke, tmp_path, text, name):
    """Mappings written for today's dictionary: it has what they name."""
    mapping = CASES[name].mapping
    old = CASES[name].made(text).write(tmp_path / "old")
    outcome = invoke("dictionary", "impact", PACKAGED, mapping, "--old", old, *OPTIONS)
    answer = told(outcome)
    assert (outcome.code, answer["impacts"], answer["findings"]) == (0, [], [])
    assert answer["settled"]


def test_the_other_direction_of_units_and_types(invoke, tmp_path, text):
    version = Version(text)
    version.edit(WIDTH, "micrometres", "millimetres")
    version.edit(COUNTER, r"(_type\.contents\s+)Integer", r"\g<1>Text")
    old, mapping = version.write(tmp_path / "old"), "nxmx"
    answer = told(invoke("dictionary", "impact", PACKAGED, mapping, "--old", old, *OPTIONS))
    assert lines(answer)["check"] == nexus(WIDTH, *VALUES) | nexus(COUNTER, *VALUES)


@pytest.mark.parametrize("form", ["text", "github"])
def test_words_for_people_and_for_workflows(invoke, tmp_path, text, form):
    new = CASES["renamed, no alias"].made(text).write(tmp_path / "new")
    outcome = invoke("dictionary", "impact", new, "minicbf", "--no-tests", "--format", form)
    assert outcome.code == 1
    (line,) = lines_of(FILES[2:3], THICK, ["items"])
    if form == "github":
        path, number = line.rsplit(":", 1)
        assert f"::error file={path},line={number},col=3,title=broken::" in outcome.out
    else:
        assert f"{line}:3: broken: {THICK} renamed: {THICK} -> " in outcome.out
        assert "to do: write _diffrn_detector.thickness" in outcome.out
        assert outcome.out.endswith("embedded tests were not run\n")


def test_the_same_dictionary_gives_nothing(invoke, tmp_path, text):
    same = Version(text).write(tmp_path / "same")
    outcome = invoke("dictionary", "impact", same)
    assert outcome.code == 0
    assert outcome.out.endswith("\nno changes in meaning\n")


def test_what_cannot_be_read(invoke, tmp_path):
    (tmp_path / "no.dic").write_text("data_a\n_cell.length_a 1\n")
    check_message(invoke("dictionary", "impact", tmp_path / "no.dic"), "no.dic")
    check_message(invoke("dictionary", "impact", PACKAGED, "no-such-mapping"), "no-such-mapping")
    check_message(invoke("dictionary", "impact", PACKAGED, "--old", "none.dic"), "none.dic")
