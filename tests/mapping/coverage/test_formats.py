"""Coverage of what is packaged: all of NXmx, all data names; laws that hold for every mapping."""

from __future__ import annotations

import csv
import json
import re
from pathlib import Path

import pytest
import yaml

from imgcif_map.dictionary.load import load_dictionary
from imgcif_map.mapping.coverage.cover import covered, covered_all, formats
from imgcif_map.mapping.coverage.links import id_of
from imgcif_map.mapping.coverage.model import ITEM_WORDS, SOURCE_WORDS, Coverage, counts
from imgcif_map.mapping.functions import load_functions
from imgcif_map.mapping.library import Library
from imgcif_map.mapping.lint.rules.accounted import filled, reasoned
from imgcif_map.mapping.lint.scope import Notebook
from imgcif_map.mapping.lint.subject import Subject
from imgcif_map.report.coverage import facts, html, table, text
from imgcif_map.report.coverage.chosen import chosen, pairs
from imgcif_map.resources import mapping_paths

EXPECTED: dict[str, str] = yaml.safe_load(
    (Path(__file__).parent / "nxmx_nodes.yaml").read_text(encoding="utf-8")
)
NAMES = tuple(file.id for file in formats(Library(mapping_paths())))
MORE = ("aps-19-id", "desy-p11", "stoe-stadivari", "smv-adxv", "dials-export")
"""An instrument of headers, one of the laboratory, overlays of headers and of NeXus."""


@pytest.fixture(scope="module")
def library() -> Library:
    return Library(mapping_paths(), load_functions())


@pytest.fixture(scope="module")
def found(library: Library) -> dict[str, Coverage]:
    every = covered_all((*NAMES, *MORE), library, load_dictionary())
    return {coverage.mapping: coverage for coverage in every}


def test_each_node_is_handled_as_expected(found: dict[str, Coverage]) -> None:
    """What is derived agrees with the list by hand, which full files are converted against."""
    derived = {row.path: row.handling for row in found["nxmx"].listed}
    assert derived == EXPECTED
    assert len(derived) == 99


@pytest.mark.parametrize("name", [*NAMES, *MORE])
def test_nothing_is_open(name: str, found: dict[str, Coverage]) -> None:
    rows = [*found[name].places, *found[name].items]
    assert [row for row in rows if row.handling == "open"] == []
    assert len(found[name].needed) == 240


def test_the_page_shows_the_numbers(found: dict[str, Coverage], root: Path) -> None:
    page = (root / "docs" / "reference" / "coverage.md").read_text(encoding="utf-8")
    assert "99 of 99 nodes of NXmx, 240 of 240 data names accounted for" in page
    for path in EXPECTED:
        assert f"</a>`{path}` |" in page
    for row in found["nxmx"].needed:
        assert f"</a>`{row.item}` |" in page


@pytest.mark.parametrize("name", [*NAMES, *MORE])
def test_laws(name: str, found: dict[str, Coverage], library: Library) -> None:
    one = found[name]
    assert len({row.path for row in one.places}) == len(one.places)
    assert len({row.item for row in one.items}) == len(one.items)
    ways = {(row.path, target.item) for row in one.places for target in row.targets}
    back = {(path, row.item) for row in one.items for path in row.sources}
    assert ways == back, "every link is on both sides"
    assert ways
    assert sum(counts(one.places, SOURCE_WORDS).values()) == len(one.places)
    assert sum(counts(one.items, ITEM_WORDS).values()) == len(one.items)
    assert len(one.listed) + len(one.beyond) == len(one.places)
    for row in one.places:
        assert (row.handling == "mapped") <= bool(row.targets)
        assert (row.handling in ("ignored", "checked")) <= bool(row.note)
    for row in one.items:
        assert (row.handling == "mapped") == bool(row.sources)
        assert (row.handling in ("no-source", "assumed", "computed", "constant")) <= bool(row.note)


@pytest.mark.parametrize("name", NAMES)
def test_lint_and_coverage_agree(name: str, found: dict[str, Coverage], library: Library) -> None:
    """MAP021 counts as accounted for what coverage has a word for."""
    mapping, dictionary = library.standing(library.file(name)), load_dictionary()
    functions = load_functions()
    subject = Subject(mapping, dictionary, functions, Notebook(mapping, functions))
    links = {id_of(link.item, dictionary) for link in subject.traced.links}
    assert {row.item for row in found[name].items if row.handling == "mapped"} == links
    known = filled(subject) | reasoned(subject)
    said = {r.item for r in found[name].needed if r.handling not in ("open", "key")}
    assert said <= known


@pytest.mark.parametrize("name", NAMES)
def test_what_has_no_source_gets_no_value(
    name: str, found: dict[str, Coverage], library: Library
) -> None:
    """A data name with a reason and a value would be one of the two by mistake."""
    mapping, dictionary = library.standing(library.file(name)), load_dictionary()
    disowned = {id_of(entry.name, dictionary) for entry in mapping.no_source}
    given = {row.item for row in found[name].items if row.handling not in ("no-source", "open")}
    assert disowned.isdisjoint(given)


def test_an_overlay_changes_its_format(found: dict[str, Coverage]) -> None:
    assert found["dials-export"].definition == "NXmx"
    own = {row.path: row for row in found["dials-export"].places}
    base = {row.path: row for row in found["nxmx"].places}
    assert own != base


def test_every_link_is_a_row_of_the_table(found: dict[str, Coverage]) -> None:
    one = found["smv"]
    rows = list(pairs(one, chosen()))
    links = sum(len(row.targets) for row in one.places)
    alone = [row for row in one.places if not row.targets]
    without = [row for row in one.items if not row.sources]
    assert len(rows) == links + len(alone) + len(without)
    assert len(list(table.render([one], chosen()))) == len(rows) + 1


@pytest.mark.parametrize("name", ["nxmx", "edf"])
@pytest.mark.parametrize("columns", [40, 80, 100])
def test_text_fits_the_terminal(name: str, columns: int, found: dict[str, Coverage]) -> None:
    """But for names, which stay in one piece."""
    for line in text.render([found[name]], chosen(), columns=columns):
        words = line.split()
        assert len(line.rstrip("\n")) <= columns or max(map(len, words)) + 14 > columns, line
    for line in text.render(list(found.values()), chosen(), columns=columns):
        assert len(line.rstrip("\n")) <= columns


def test_what_is_shown_is_the_same_each_time(found: dict[str, Coverage]) -> None:
    for render in (table.render, facts.render, html.render, text.render):
        for chosen_ones in ([found["xds"]], [found["xds"], found["edf"]]):
            first = "".join(render(chosen_ones, chosen()))
            assert first == "".join(render(chosen_ones, chosen()))
            assert "\x1b" not in first


def test_json_has_the_numbers_of_its_rows(found: dict[str, Coverage]) -> None:
    content = json.loads("".join(facts.render(list(found.values()), chosen())))
    for entry in content["coverage"]:
        for side in ("source", "imgcif"):
            handled = [row["handling"] for row in entry[side]["rows"]]
            numbers = entry[side]["counts"]
            rest = entry[side].get("beyond", entry[side].get("others"))
            assert sum(numbers.values()) == entry[side]["total"] == len(handled) - rest


def test_a_mapping_by_its_file(library: Library, found: dict[str, Coverage]) -> None:
    path = library.file("rod").path
    assert covered(path, library, load_dictionary()) == found["rod"]


FOLDED = {
    "/NXentry/NXinstrument/NXdetector/NXdetector_module/module_offset@transformation_type",
    "/NXentry/NXinstrument/NXdetector/NXdetector_module/module_offset@vector",
    "/NXentry/NXinstrument/NXdetector/NXdetector_module/fast_pixel_direction@transformation_type",
    "/NXentry/NXinstrument/NXdetector/NXdetector_module/slow_pixel_direction@transformation_type",
}
"""Axes of a module become the offset of its first pixel; their kind decides how."""


def test_links_are_those_that_were_researched(found: dict[str, Coverage], shared: Path) -> None:
    """A node goes to one at least of the data names that a table by hand has for it."""
    dictionary = load_dictionary()
    rows = {row.path: row for row in found["nxmx"].listed}
    with (shared / "facts" / "nxmx_to_imgcif.csv").open(encoding="utf-8") as file:
        facts_by_hand = [row for row in csv.DictReader(file) if row["source"] == "NXmx"]
    missing = set()
    compared = 0
    for fact in facts_by_hand:
        names = re.findall(r"_\w+\.[\w\[\]]+", fact["imgcif_names"])
        row = rows[fact["nxmx_path"]]
        if fact["relation"] not in ("exact", "transform") or row.handling != "mapped" or not names:
            continue
        compared += 1
        linked = {target.item for target in row.targets}
        if linked.isdisjoint(id_of(name, dictionary) for name in names):
            missing.add(row.path)
    assert missing == FOLDED
    assert compared > 40
