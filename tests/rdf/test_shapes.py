"""SHACL of a dictionary: sound data pass, each kind of fault is found, as by the validator."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from rdflib import RDF, SH, Graph, Literal, Namespace
from rdflib.collection import Collection

from imgcif_map.api import convert
from imgcif_map.cif.document import Block, Document
from imgcif_map.cif.reader import parse_cif
from imgcif_map.cif.writer import write_cif
from imgcif_map.dictionary.load import load_dictionary
from imgcif_map.dictionary.model import Dictionary
from imgcif_map.rdf.demanded import demanded_keys
from imgcif_map.rdf.limits import portable
from imgcif_map.rdf.ontology import prefixes
from imgcif_map.rdf.output import Form, as_text
from imgcif_map.rdf.shapes import shapes
from imgcif_map.rules.contents import form_of
from imgcif_map.sample import build
from imgcif_map.validator import validate
from tests.dictionary import small
from tests.mutation.judge import mutants
from tests.mutation.subject import Mutant, Subject
from tests.rdf.shacl import HOME, Judge, Report, Violation

IMG = Namespace("https://w3id.org/cif/cif_img#")
SHAPES = Namespace("https://w3id.org/cif/cif_img/shapes#")
CODES = frozenset({"DDL002", "DDL003", "DDL004", "DDL010", "DDL011", "DDL022"})
"""What of the validator's findings SHACL can express: types, containers, states, ranges, nulls."""
KINDS = ("type", "state", "range", "key")


@pytest.fixture(scope="module")
def img() -> Dictionary:
    return load_dictionary("cif_img.dic")


@pytest.fixture(scope="module")
def judge(img: Dictionary) -> Judge:
    return Judge.of(img)


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> str:
    folder = tmp_path_factory.mktemp("sample")
    write_cif(convert([build(folder)]).document, folder / "out.cif")
    return (folder / "out.cif").read_text(encoding="utf-8")


def report(judge: Judge, text: str) -> Report:
    return judge.report(judge.rows(parse_cif("#\\#CIF_2.0\ndata_B\n" + text).blocks))


def test_sound_data_pass(judge: Judge, sample: str) -> None:
    found = judge.report(judge.rows(parse_cif(sample).blocks))
    assert found.focus > 60
    assert (found.violations, found.conforms) == (frozenset(), True)


MORE = """
_cell.orthogonal_matrix [[1 0 0][0 1.5 0][0 0 2]]
_cell.length_a 78.39(12)
_audit.creation_date 2024-05-01T12:30:00Z
_journal_date.accepted 2024-05-02
_array_structure.encoding_type 'signed 32-bit integer'
_diffrn_scan.id S
_diffrn_scan.frames 10
"""


def test_lists_dates_and_uncertainties_pass(judge: Judge) -> None:
    found = report(judge, MORE)
    assert found.focus == 5
    assert found.violations == frozenset()


FAULTS = {
    "no number": ("_diffrn_scan.frames 10", "_diffrn_scan.frames many", "Datatype"),
    "no whole number": ("_diffrn_scan.frames 10", "_diffrn_scan.frames 1.5", "Datatype"),
    "a quoted number": ("_diffrn_scan.frames 10", "_diffrn_scan.frames '10'", "Datatype"),
    "white space": ("_diffrn_scan.id S", "_diffrn_scan.id 'a b'", "Not"),
    "no state": ("'signed 32-bit integer'", "'signed 31-bit integer'", "In"),
    "out of range": ("_diffrn_scan.frames 10", "_diffrn_scan.frames -1", "MinInclusive"),
    "a missing key": ("_diffrn_scan.id S", "", "MinCount"),
    "a null key": ("_diffrn_scan.id S", "_diffrn_scan.id ?", "MinCount"),
    "two values": ("_diffrn_scan.id S", "_diffrn_scan.id S\n_diffrn_scan.id T", "MaxCount"),
    "a list": ("_diffrn_scan.frames 10", "_diffrn_scan.frames [10]", "NodeKind"),
    "no list": ("[[1 0 0][0 1.5 0][0 0 2]]", "1.5", "NodeKind"),
    "a word in a matrix": ("1.5 0]", "x 0]", "Or"),
    "no date": ("2024-05-02", "2024-05-32", "Datatype"),
    "no moment": ("T12:30:00Z", "T25:30:00Z", "Or"),
    "a range that may be overdone": ("78.39(12)", "-78.39", "Or"),
}


@pytest.mark.parametrize("name", FAULTS)
def test_each_kind_of_fault_is_found(name: str, judge: Judge) -> None:
    old, new, constraint = FAULTS[name]
    assert MORE.count(old) == 1
    found = report(judge, MORE.replace(old, new))
    assert found.focus == 5
    assert not found.conforms
    assert constraint in {violation.constraint for violation in found.violations}


def test_an_uncertainty_allows_more(judge: Judge) -> None:
    text = MORE.replace("78.39(12)", "-0.01(2)")
    assert report(judge, text).conforms


def test_nothing_to_look_at_is_no_pass(judge: Judge) -> None:
    found = report(judge, "_my.own x\n")
    assert (found.conforms, found.focus) == (True, 0), "which is why nodes are counted"


def test_the_shapes_themselves(judge: Judge) -> None:
    graph = judge.graph
    key = SHAPES["_diffrn_scan.id"]
    assert graph.value(key, SH.path) == IMG["_diffrn_scan.id"]
    assert graph.value(key, SH.minCount) == Literal(1)
    assert graph.value(SHAPES["_array_structure.id"], SH.minCount) is None, "it has a default"
    states = list(Collection(graph, graph.value(SHAPES["_axis.type"], SH["in"])))
    assert states == [Literal(x) for x in ("rotation", "translation", "general")]
    assert graph.value(SHAPES.axis, SH.targetClass) == IMG.axis
    properties = list(graph.objects(None, SH.property))
    assert len(properties) == len(set(properties))
    assert all((shape, RDF.type, SH.PropertyShape) in graph for shape in properties)
    assert all(len(list(graph.objects(shape, SH.path))) == 1 for shape in properties)
    demanded = list(graph.subjects(SH.minCount, Literal(1)))
    assert len(demanded) > 40
    single = [shape for shape in properties if (shape, SH.nodeKind, SH.Literal) in graph]
    assert all((shape, SH.maxCount, Literal(1)) in graph for shape in single)


def test_own_shapes(img: Dictionary) -> None:
    text = as_text(shapes(img, own=True), Form.TURTLE, prefixes(img))
    graph = Graph().parse(data=text, format="turtle")
    paths = {str(path) for path in graph.objects(None, SH.path)}
    own = {path for path in paths if path.startswith(str(IMG))}
    assert len(own) == 237
    assert not [p for p in paths - own if p.startswith("http") and not p.endswith(("_su", "/su"))]


def test_states_beside_other_values(tmp_path: Path) -> None:
    more = (
        "_type.contents Real\n_enumeration.mandatory No\nloop_\n_enumeration_set.state\nnone\n1.0\n"
    )
    hostile = "_type.contents Code\nloop_\n_enumeration_set.state\n'\"] ; sh:x \"'\nb\n"
    path = small.plain(
        tmp_path, "t.dic", "T", small.item("_thing.size", more), small.item("_thing.kind", hostile)
    )
    judge = Judge.of(load_dictionary(path))
    wanted = len(judge.graph)
    sound = "loop_\n_thing.id\n_thing.size\n_thing.kind\na none B\nb 1 b\nc 2.5 '\"] ; sh:x \"'\n"
    found = report(judge, sound)
    assert (found.focus, found.violations) == (3, frozenset())
    assert not report(judge, sound.replace("none", "some")).conforms
    assert not report(judge, sound.replace("a none B", "a none c")).conforms
    text = as_text(shapes(judge.dictionary), Form.TURTLE)
    assert len(Graph().parse(data=text, format="turtle")) == wanted


@pytest.mark.parametrize(
    "kind", ["name", "version", "dimension", "range", "imag", "complex", "symop"]
)
def test_patterns_are_portable_and_the_same(kind: str) -> None:
    import re

    form = form_of(kind)
    assert form is not None
    made = re.compile(portable(form.pattern))
    assert "(?" not in made.pattern
    assert not re.search(r"[*+?}]\+", made.pattern)
    texts = ["", "a_b", "a-b", "1.2.3", "1.2", "v1.2.3-rc.1+5", "[3,3]", "[]", "[x]", "1:2", ":"]
    texts += ["1:", "2j", "1.0+2.0j", "1+2", "-i3(4)", "1_555", "02 655", "0", "1.5e3:", "x\ny"]
    assert [bool(made.search(x)) for x in texts] == [bool(form.one.fullmatch(x)) for x in texts]
    assert any(made.search(x) for x in texts)


def named(mutant: Mutant) -> str:
    """The data name of a mutant with another value; "" for one with another row."""
    name, arrow, _ = mutant.what.partition(": ")[0], " -> " in mutant.what, ""
    return name if arrow and name.startswith("_") else ""


def counts_for_shapes(mutant: Mutant, judge: Judge) -> bool:
    """False for what SHACL cannot see: rows that are wrong together, a null that is no row's fault.

    A null is left out of the rows, so it is found where the key is demanded and not else.
    """
    name, dictionary = named(mutant), judge.dictionary
    item = dictionary.item(name) if name else None
    if item is None or mutant.kind != "key":
        return item is not None
    return item in demanded_keys(dictionary, dictionary.categories[item.category])


def narrowed(document: Document, name: str, dictionary: Dictionary) -> list[Block]:
    """The loops that say something of the category of a data name."""
    item = dictionary.item(name)
    assert item is not None
    found = []
    for block in document.blocks:
        loops = [
            loop
            for loop in block.loops
            for one in [dictionary.item(loop.columns[0].name)]
            if one is not None and one.category == item.category
        ]
        found.append(Block(block.name, tuple(loops)))
    return found


def expressible(text: str, dictionary: Dictionary) -> Counter[tuple[str, str]]:
    """The validator's findings of that kind by code and data name, with how many rows."""
    return Counter(
        {
            (finding.code, finding.location.item or ""): finding.count
            for finding in validate(parse_cif(text), dictionary).findings
            if finding.code in CODES
        }
    )


def compared(text: str, judge: Judge, number: int) -> list[tuple[Mutant, bool, bool]]:
    """Each mutant with what the validator and the shapes make of it; one run of pyshacl."""
    subject = Subject(text, judge.dictionary)
    chosen = [m for m in mutants(subject, 1500) if m.kind in KINDS and counts_for_shapes(m, judge)]
    counts: Counter[str] = Counter()
    picked = []
    for mutant in chosen:
        counts[mutant.kind] += 1
        if counts[mutant.kind] <= number:
            picked.append(mutant)
    names = {named(m) for m in picked}
    lines = []
    for n, mutant in enumerate(picked):
        document = parse_cif(mutant.write())
        blocks = narrowed(document, named(mutant), judge.dictionary)
        lines.append(judge.rows(blocks, f"{HOME}m{n}-"))
    before = {}
    for n, name in enumerate(sorted(names)):
        blocks = narrowed(subject.document, name, judge.dictionary)
        lines.append(judge.rows(blocks, f"{HOME}s{n}-"))
        before[name] = f"{HOME}s{n}-"
    found = judge.report("".join(lines))
    assert found.focus > len(picked)
    by_home: dict[str, set[Violation]] = {}
    for violation in found.violations:
        home, _, rest = violation.node.removeprefix(HOME).partition("-")
        bare = Violation(rest, violation.path, violation.constraint, violation.value)
        by_home.setdefault(f"{HOME}{home}-", set()).add(bare)
    sound = expressible(text, judge.dictionary)
    result = []
    for n, mutant in enumerate(picked):
        old = by_home.get(before[named(mutant)], set())
        new = by_home.get(f"{HOME}m{n}-", set()) - old
        said = expressible(mutant.write(), judge.dictionary) - sound
        result.append((mutant, bool(said), bool(new)))
    return result


def agrees(text: str, judge: Judge, number: int, kinds: tuple[str, ...] = KINDS) -> None:
    verdicts = compared(text, judge, number)
    counts = Counter(mutant.kind for mutant, _, _ in verdicts)
    assert set(kinds) <= set(counts), counts
    found = sum(ours for _, ours, _ in verdicts)
    assert found > 0.9 * len(verdicts)
    apart = [
        f"{m.kind} {m.what}: {ours} {theirs}" for m, ours, theirs in verdicts if ours != theirs
    ]
    assert apart == []


def test_the_validator_agrees_on_our_own_file(judge: Judge, sample: str) -> None:
    agrees(sample, judge, 10)


def test_the_validator_agrees_on_a_real_file(judge: Judge, shared: Path) -> None:
    text = (shared / "data" / "imgcif" / "hdf5_test.imgcif").read_text(encoding="utf-8-sig")
    agrees(text, judge, 8, ("type", "key"))
