"""The store on disk: loaded from files and bundles, asked in SPARQL, never changed by a query."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from imgcif_map.errors import UnreadableInput, UsageError
from imgcif_map.rdf.output import write
from imgcif_map.rdf.store import child, local
from imgcif_map.rdf.store.answer import Answer, Shown, from_json, shown
from imgcif_map.rdf.store.asked import LONGEST, checked
from imgcif_map.rdf.store.graphs import graphs
from imgcif_map.rdf.store.questions import question, questions
from tests.bundle.data import made, put
from tests.cli.conftest import invoke as invoke
from tests.rdf.dataset.data import BLOCK, CIF, dictionary

pytest.importorskip("pyoxigraph")
EVERY = "SELECT ?s ?p ?o WHERE { ?s ?p ?o }"


@pytest.fixture(scope="module")
def root(tmp_path_factory):
    """A bundle of three data sets, the rows of a file with a 2theta arm, a store of all."""
    root = tmp_path_factory.mktemp("store")
    put(root / "in", 1)
    put(root / "in", 2, CIF.replace("\n1 0.7\n", "\n1 1.5\n").replace("Example 1M", "Other 2M"),
        BLOCK.replace("access: open", "access: embargoed\n  embargo: 2020-01-01"))  # fmt: skip
    bare = CIF.replace("_database.dataset_DOI 10.5281/zenodo.1234567\n", "")
    put(root / "in", 3, bare, BLOCK.replace("  licence: CC-BY-4.0\n", ""))
    made(root / "in", root / "site")
    arm = CIF.replace("trans translation detector .", "arm rotation detector . 1 0 0\n"
                      "trans translation detector arm")  # fmt: skip
    (root / "arm.nt").write_text(rows(arm), encoding="utf-8")
    local.load(root / "db", graphs([root / "site", root / "arm.nt"]))
    return root


def rows(cif: str) -> str:
    from imgcif_map.cif.reader import parse_cif
    from imgcif_map.rdf.dataset import summary
    from imgcif_map.rdf.ntriples import lines
    from imgcif_map.rdf.rows import row_lines
    from imgcif_map.rdf.terms import Blanks

    document = parse_cif(cif, "arm.cif")
    name = "https://example.org/arm"
    said = summary(document, dictionary(), identifier=name)
    full = row_lines(document, dictionary(), f"{name}#", "https://w3id.org/cif/", Blanks("v"))
    return "".join([*lines(said.triples), *full])


def quick(root, query):
    """As local.ask, in this process."""
    return from_json(child.answer(str(root / "db"), checked(query)))


def asked(root, name, settings=None):
    answer = quick(root, question(name).asked(settings or {}))
    return [row[0].rpartition(".")[2] for row in answer.rows]


@pytest.mark.parametrize(
    ("name", "settings", "found"),
    [
        ("wavelength", {"max": "1.0"}, ["1001"]),
        ("wavelength", {"min": "1.0"}, ["1002"]),
        ("detector", {"name": "other"}, ["1002"]),
        ("facility", {"name": "example source"}, ["1001", "1002"]),
        ("facility", {"name": "nowhere"}, []),
        ("embargo-ended", {}, ["1002"]),
        ("embargo-ended", {"day": "2019-12-31"}, []),
        ("two-theta", {}, ["org/arm"]),
    ],
)
def test_ready_made_questions(root, name, settings, found):
    numbers = [value for value in asked(root, name, settings) if "org/" not in value or
               name == "two-theta"]  # fmt: skip
    assert numbers == found


def test_what_is_missing(root):
    assert any("org/c/dataset/" in value for value in asked(root, "without-doi"))
    assert "1001" not in asked(root, "without-doi")
    assert any("org/c/dataset/" in value for value in asked(root, "without-licence"))
    assert len(asked(root, "datasets")) >= 3


@pytest.mark.parametrize("name", questions())
def test_every_question_is_sparql_that_reads(root, name):
    quick(root, question(name).asked({}))
    assert question(name).about.endswith(".")


HOSTILE = ['") } ; DELETE WHERE { ?s ?p ?o } #', "\\", '"', "\n", "'''", "{{name}}", "\u0000"]


@pytest.mark.parametrize("text", HOSTILE)
def test_settings_stay_in_their_quotes(root, text):
    query = question("detector").asked({"name": text})
    assert quick(root, query).rows == ()


@pytest.mark.parametrize("text", ["x", "nan", "1) || (1", "inf", ""])
def test_numbers_are_numbers(text):
    with pytest.raises(UsageError, match="not a number"):
        question("wavelength").asked({"min": text})


def test_unknown_names():
    with pytest.raises(UsageError, match="no question"):
        question("x")
    with pytest.raises(UsageError, match="no setting"):
        question("datasets").asked({"x": "1"})


@pytest.mark.parametrize(
    "query",
    [
        "INSERT DATA { <a:a> <a:a> 1 }",
        "DELETE WHERE { ?s ?p ?o }",
        "clear all",
        "DROP GRAPH <a:b>",
        "LOAD <http://127.0.0.1/x>",
        "CREATE GRAPH <a:b>",
        "SELECT * { SERVICE <http://127.0.0.1/> { ?s ?p ?o } }",
        "SELECT * { service silent ?x { ?s ?p ?o } }",
        "SELECT * { ?s ?p ?o }\n#\nSERVICE",
        "SELECT * { ?s ?p '#' . SERVICE <x:y> {} }",
        "SELECT * { FILTER(?a<1)SERVICE?x{?b?c?d}FILTER(?e>2) }",
        "SELECT * { S\\u0045RVICE <http://127.0.0.1/> { ?s ?p ?o } }",
        'SELECT * { ?s ?p "\\u0022 . SERVICE <x:y> {} }',
        "",
        "# SELECT",
        "SELECT " + "x" * LONGEST,
    ],
)
def test_what_does_more_than_read_is_refused(query):
    with pytest.raises(UsageError):
        checked(query)


@pytest.mark.parametrize(
    "query",
    [
        "SELECT ?service ?load { ?service a ?load }",
        "SELECT * { ?s ?p 'INSERT' , \"DROP\" , '''LOAD''' }",
        "SELECT * { ?s <http://x/SERVICE#LOAD> schema:service } # DELETE",
        "ASK { ?s ?p ?o }",
        "PREFIX load: <x:y> SELECT * { ?s load:insert ?o }",
    ],
)
def test_words_that_only_look_alike_are_fine(query):
    assert checked(query) == query


def test_a_query_changes_nothing_even_unchecked(root):
    before = len(local.ask(root / "db", EVERY, 30).rows)
    with pytest.raises(UsageError):
        local.ask(root / "db", "DELETE WHERE { ?s ?p ?o }", 30)
    assert len(local.ask(root / "db", EVERY, 30).rows) == before > 100


def test_a_query_that_takes_too_long_is_ended(root):
    endless = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
    with pytest.raises(UsageError, match="more than 1 s"):
        local.ask(root / "db", endless, 1.0)


def test_loading_again_replaces(tmp_path):
    path = tmp_path / "a.ttl"
    path.write_text("<x:a> <x:b> 1 .")
    assert local.load(tmp_path / "db", graphs([path])) == 1
    path.write_text("<x:a> <x:b> 2, 3 .")
    assert local.load(tmp_path / "db", graphs([path])) == 2


@pytest.mark.parametrize("name", ["a.ttl", "a.jsonld", "a.nt"])
def test_every_form_we_write_can_be_loaded(tmp_path, name):
    from tests.rdf.dataset.data import summed

    triples = summed().triples
    write(triples, tmp_path / name)
    assert local.load(tmp_path / "db", graphs([tmp_path / name])) == len(set(triples))


def test_what_cannot_be_loaded(tmp_path):
    (tmp_path / "bad.ttl").write_text("<x:a> oops")
    (tmp_path / "bad.txt").write_text("")
    (tmp_path / "empty").mkdir()
    with pytest.raises(UnreadableInput):
        local.load(tmp_path / "db", graphs([tmp_path / "bad.ttl"]))
    with pytest.raises(UsageError):
        graphs([tmp_path / "bad.txt"])
    with pytest.raises(UnreadableInput):
        graphs([tmp_path / "empty"])
    with pytest.raises(UnreadableInput):
        local.load(tmp_path / "db2", graphs([tmp_path / "none.nt"]))
    with pytest.raises(UsageError, match="no store"):
        local.load(tmp_path, graphs([tmp_path / "bad.ttl"]))


def test_a_hostile_bundle_leads_nowhere_else(tmp_path):
    known = {"datasets": [{"name": "../../etc", "iri": "x:y"}]}
    (tmp_path / "bundle.json").write_text(json.dumps(known))
    with pytest.raises(UnreadableInput, match="no name of a data set"):
        graphs([tmp_path])


def test_answers_are_shown():
    given = {"head": {"vars": ["a", "b"]}, "results": {"bindings": [{"a": {"value": "x\x1b,"}}]}}
    answer = from_json(given)
    assert shown(answer, Shown.CSV) == 'a,b\r\n"x\x1b,",\r\n'
    assert "\x1b" not in shown(answer, Shown.TABLE)
    assert "(1 row)" in shown(answer, Shown.TABLE)
    assert json.loads(shown(answer, Shown.JSON)) == given
    with pytest.raises(UsageError):
        shown(answer, Shown.TTL)
    with pytest.raises(UsageError):
        shown(Answer(graph=""), Shown.CSV)
    for wrong in ({}, [], {"head": {}}, None):
        with pytest.raises(UnreadableInput):
            from_json(wrong)


def test_the_commands(invoke, root):
    site, db = root / "site", Path("mine")
    done = invoke("rdf", "load", db, site)
    assert done.code == 0
    assert "3 graphs loaded" in done.err
    listed = invoke("rdf", "query", "--list")
    assert all(name in listed.out for name in questions())
    found = invoke("rdf", "query", db, "--name", "wavelength", "--set", "max=1", "-f", "csv")
    assert found.code == 0
    assert "zenodo.1001" in found.out
    graph = invoke("rdf", "query", db, "CONSTRUCT WHERE { ?s a dcat:Dataset }")
    assert "a dcat:Dataset" in graph.out
    Path("q.rq").write_text("ASK { ?s a dcat:Dataset }")
    assert invoke("rdf", "query", db, "@q.rq").out == "yes\n"
    for wrong in (("rdf", "query"), ("rdf", "query", db), ("rdf", "query", "none", "ASK {}"),
                  ("rdf", "query", db, "SELECT"), ("rdf", "query", db, "DROP ALL"),
                  ("rdf", "query", db, "@none.rq"), ("rdf", "query", db, "ASK {}", "-n", "x"),
                  ("rdf", "load", db), ("rdf", "load", db, site, "--add")):  # fmt: skip
        done = invoke(*wrong)
        assert done.code == 2, wrong
        assert "Traceback" not in done.err
