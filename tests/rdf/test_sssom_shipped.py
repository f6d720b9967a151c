"""Every mapping that is shipped, as an SSSOM set: valid, complete, the same each time."""

from __future__ import annotations

import csv
import shutil
import subprocess
from pathlib import Path

import pytest
import yaml
from rdflib import Graph
from rdflib.compare import isomorphic

from imgcif_map.dictionary.load import load_dictionary
from imgcif_map.dictionary.model import Dictionary
from imgcif_map.findings import Severity
from imgcif_map.mapping.functions import load_functions
from imgcif_map.mapping.library import Library
from imgcif_map.rdf.concordance import COLUMNS, concordance
from imgcif_map.rdf.output import Form, as_text, to_rdflib
from imgcif_map.rdf.sssom import NO_TERM
from imgcif_map.rdf.sssom_check import check
from imgcif_map.rdf.sssom_rdf import triples
from imgcif_map.rdf.sssom_set import Exported, exported, prefixes_of
from imgcif_map.rdf.sssom_tsv import lines, read
from imgcif_map.resources import mapping_paths
from tests.rdf import sssom_slots

NODES: dict[str, str] = yaml.safe_load(
    (Path(__file__).parents[1] / "mapping" / "coverage" / "nxmx_nodes.yaml").read_text("utf-8")
)


def library_() -> Library:
    return Library(mapping_paths(), load_functions())


FILES = library_().files
NAMES = sorted(FILES)
FORMATS = sorted(name for name, file in FILES.items() if file.kind in ("form", "format"))


@pytest.fixture(scope="module")
def library() -> Library:
    return library_()


@pytest.fixture(scope="module")
def dictionary() -> Dictionary:
    return load_dictionary("cif_img.dic")


@pytest.fixture(scope="module")
def sets(library: Library, dictionary: Dictionary) -> dict[str, Exported]:
    return {name: exported(name, library, dictionary) for name in NAMES}


@pytest.fixture(scope="module")
def texts(sets: dict[str, Exported]) -> dict[str, str]:
    return {name: "".join(lines(made.set)) for name, made in sets.items()}


def test_there_are_mappings_of_all_kinds(library: Library):
    kinds = {file.kind for file in library.files.values()}
    assert kinds == {"form", "format", "overlay", "instrument"}
    assert len(NAMES) > 50


@pytest.mark.parametrize("name", NAMES)
def test_it_is_sssom(name: str, texts: dict[str, str]):
    assert sssom_slots.problems(texts[name]) == []


@pytest.mark.parametrize("name", NAMES)
def test_our_own_checks_pass(name: str, sets: dict[str, Exported], library: Library):
    found = check(sets[name], library)
    assert [f for f in found if f.severity is not Severity.NOTE] == []


@pytest.mark.parametrize("name", [*FORMATS, "smv-adxv", "dials-export", "dls-i03-smargon"])
def test_reading_gives_the_same_rows_and_the_same_graph(
    name: str, sets: dict[str, Exported], texts: dict[str, str]
):
    again = read(texts[name])
    assert again.rows == sets[name].set.rows
    assert list(triples(again)) == list(triples(sets[name].set))


@pytest.mark.parametrize("name", ["dials", "minicbf"])
def test_the_three_forms_of_rdf_are_one_graph(name: str, sets: dict[str, Exported]):
    made = sets[name].set
    graph = to_rdflib(triples(made))
    for form, reader in ((Form.TURTLE, "turtle"), (Form.JSONLD, "json-ld"), (Form.NTRIPLES, "nt")):
        text = as_text(triples(made), form, prefixes_of(made))
        assert isomorphic(Graph().parse(data=text, format=reader), graph), form


def test_no_literal_is_a_list_in_disguise(sets: dict[str, Exported]):
    for name in FORMATS:
        for _, predicate, value in triples(sets[name].set):
            text = getattr(value, "text", "")
            assert not text.startswith(("[", "('", "{'")), (predicate, text)


def test_it_is_the_same_each_time(texts: dict[str, str], dictionary: Dictionary):
    fresh = library_()
    for name in ("nxmx", "smv-adxv", "dls-i24"):
        assert "".join(lines(exported(name, fresh, dictionary).set)) == texts[name]


@pytest.mark.parametrize("name", ["nxmx", "dectris", "marccd"])
def test_the_official_validator_agrees(name: str, texts: dict[str, str], tmp_path: Path):
    command = shutil.which("sssom")
    if command is None:
        pytest.skip("the command sssom is not installed (pip install sssom)")
    path = tmp_path / f"{name}.sssom.tsv"
    path.write_text(texts[name], encoding="utf-8")
    done = subprocess.run([command, "validate", str(path)], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


# -- both sides are accounted for


@pytest.mark.parametrize(("path", "handling"), NODES.items())
def test_each_nxmx_node_is_accounted_for(path: str, handling: str, sets: dict[str, Exported]):
    rows = sets["nxmx"].set.rows
    wanted = path.replace("CHANNELNAME_channel:", "").replace("_spectrum:NXdata", "_spectrum")
    places = [set(row.source_path.split(" | ")) for row in rows]
    here = [row for row, paths in zip(rows, places, strict=True) if wanted in paths]
    inside = [paths for paths in places if any(p.startswith(wanted + "/") for p in paths)]
    if handling == "mapped":
        assert any(row.object_id != NO_TERM for row in here)
    elif handling == "gap":
        assert [row.object_id for row in here] == [NO_TERM]
        assert not here[0].comment.startswith("ignored")
    elif handling == "ignored":
        assert [row.object_id for row in here] == [NO_TERM]
        assert here[0].comment.startswith("ignored: ")
    else:
        # the definition says which mapping is meant; a group is where its members are
        assert inside or path in ("/NXentry/definition",)


def test_each_item_is_accounted_for_once(sets: dict[str, Exported], root: Path):
    summaries = yaml.safe_load((root / "dictionaries" / "summaries.yaml").read_text("utf-8"))
    names = summaries.get("items", summaries)
    dictionary = sets["nxmx"].dictionary
    wanted = {dictionary.item(name).id for name in names}
    rows = sets["nxmx"].set.rows
    matched = {row.object_label for row in rows if not row.unmatched}
    unmatched = [row.object_label for row in rows if row.subject_id == NO_TERM]
    assert len(names) == 240
    assert len(unmatched) == len(set(unmatched))
    assert matched.isdisjoint(unmatched)
    assert wanted - matched - set(unmatched) == set()
    assert all(row.comment for row in rows if row.unmatched)


@pytest.mark.parametrize("name", ["nxmx", "minicbf"])
def test_the_concordance_has_every_row(name: str, sets: dict[str, Exported]):
    table = list(csv.reader(concordance(sets[name].set)))
    assert tuple(table[0]) == COLUMNS
    assert len(table) == len(sets[name].set.rows) + 1
    assert {len(row) for row in table} == {len(COLUMNS)}
    assert {row[2] for row in table[1:]} == {"exact", "close", "broad", "narrow", "related", "none"}
