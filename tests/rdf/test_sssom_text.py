"""TSV, RDF and CSV of sets: round trips, and text that would like to break out."""

from __future__ import annotations

import csv

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rdflib import Graph
from rdflib.compare import isomorphic

from imgcif_map.errors import ImgcifMapError
from imgcif_map.rdf.concordance import concordance
from imgcif_map.rdf.output import Form, as_text, to_rdflib
from imgcif_map.rdf.sssom import MATCHES, NO_TERM, MappingSet, Row, clean
from imgcif_map.rdf.sssom_rdf import triples
from imgcif_map.rdf.sssom_set import prefixes_of
from imgcif_map.rdf.sssom_tsv import lines, read
from imgcif_map.rdf.terms import Iri
from imgcif_map.rdf.vocabulary import PREFIXES, encoded
from tests.rdf import sssom_slots
from tests.rdf.small_sets import made

HOSTILE = (
    "a\tb\nc\r\n\"d\" 'e'",
    "# comment: x\n#  y: z",
    "\u202egnitirw\u2069 \u200f\ufeff",
    "\x00\x1b[31mred\x07\x85\u2028\u2029",
    "'''\"\"\" \\ \\n \\t",
    "</script><script>alert(1)</script>",
    "=HYPERLINK(1)",
    "{a: [b, c]} & *x !y | z",
    "\U0001f4a5 \ud800 \uffff",
    "x" * 100_000,
)
PREFIX = {
    **{name: PREFIXES[name] for name in ("skos", "semapv", "sssom", "xsd")},
    "cifmap": "https://w3id.org/cif/mapping-term#",
    "map": "https://example.org/set#",
    "source": "https://example.org/source#",
    "orcid": "https://orcid.org/",
}


def row(number: int, text: str, **more: object) -> Row:
    fields = {"subject_label": text, "object_label": text, "comment": text, "functions": text}
    return Row(
        Iri(f"https://example.org/set#{number}"),
        Iri(f"https://example.org/source#{encoded(text[:50])}-{number}"),
        more.pop("predicate_id", MATCHES["close"]),
        more.pop("object_id", Iri("https://example.org/source#o")),
        **{**{key: clean(value) for key, value in fields.items()}, **more},
    )


def whole(*members: Row, title: str = "t") -> MappingSet:
    return MappingSet(
        Iri("https://example.org/set"),
        mapping_set_title=clean(title),
        mapping_set_description=clean(title),
        license=Iri("https://spdx.org/licenses/CC0-1.0"),
        creator_label=(clean(title) or "x",),
        prefixes=PREFIX,
        rows=members,
    )


def same(first: MappingSet, second: MappingSet) -> None:
    assert second.rows == first.rows
    assert list(triples(second)) == list(triples(first))


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_stays_in_its_cell(text):
    original = whole(row(1, text), row(2, "plain"), title=text)
    tsv = "".join(lines(original))
    assert sssom_slots.problems(tsv) == []
    header, table = sssom_slots.split(tsv)
    assert len(table) == 2
    assert table[0]["comment"] == clean(text)
    assert header["mapping_set_title"] == clean(text)
    assert not any(c in tsv for c in "\x00\x1b\x07\x85\u2028\u202e\u2069\ufeff\r")
    same(original, read(tsv))


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("form", Form)
def test_hostile_text_stays_a_literal(text, form):
    original = whole(row(1, text), title=text)
    reader = {Form.TURTLE: "turtle", Form.JSONLD: "json-ld", Form.NTRIPLES: "nt"}[form]
    graph = Graph().parse(
        data=as_text(triples(original), form, prefixes_of(original)), format=reader
    )
    assert isomorphic(graph, to_rdflib(triples(original)))


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_stays_in_the_concordance(text):
    table = list(csv.reader(concordance(whole(row(1, text), row(2, "plain")))))
    assert {len(cells) for cells in table} == {7}
    assert len(table) == 3
    assert not any(cell.startswith(("=", "+", "-", "@")) for cells in table for cell in cells)


TEXT = st.text(max_size=40)


@given(
    st.lists(st.tuples(TEXT, st.sampled_from(sorted(MATCHES)), st.floats(0, 1)), max_size=5), TEXT
)
def test_reading_gives_what_was_written(members, title):
    written = [
        row(n, text, predicate_id=MATCHES[match], confidence=round(sure, 3))
        for n, (text, match, sure) in enumerate(members)
    ]
    original = whole(*written, title=title)
    same(original, read("".join(lines(original))))


@given(TEXT)
def test_clean_text_is_one_line_and_stays_as_it_is(text):
    once = clean(text)
    assert clean(once) == once
    assert len(once.splitlines()) <= 1
    assert "\t" not in once
    once.encode("utf-8")


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("# license:", "# licence:"),
        ("semapv:ManualMappingCuration", "semapv:Guess"),
        ("skos:closeMatch", "skos:nearMatch"),
        ("#   source:", "#   sources:"),
        ("\tplain\t", "\t['a', 'b']\t"),
        ("\tplain\t", "\t\t\t"),
        ("map:2\t", "map:1\t"),
        ("source:plain-2", "plain"),
        ("\tcomment\t", "\tkomment\t"),
        ("\tplain\t", "\t\u202eplain\t"),
    ],
)
def test_the_strict_check_sees_faults(right, wrong):
    text = "".join(lines(whole(row(1, "x"), row(2, "plain"))))
    assert sssom_slots.problems(text) == []
    assert right in text
    assert sssom_slots.problems(text.replace(right, wrong, 1)) != []


def test_authors_with_bars(tmp_path):
    original = whole(
        row(
            1,
            "x",
            author_label=("A | B", "C"),
            author_id=(Iri("https://orcid.org/0000-0001-2345-6789"),),
        )
    )
    same(original, read("".join(lines(original))))


def test_a_row_without_a_counterpart_makes_no_bare_match():
    original = whole(row(1, "x", object_id=NO_TERM), row(2, "y"))
    bare = [(s, p, o) for s, p, o in triples(original) if p in MATCHES.values()]
    assert [o for _, _, o in bare] == [Iri("https://example.org/source#o")]


def test_authors_come_from_the_mapping_file(tmp_path):
    text = """authors: [https://orcid.org/0000-0001-2345-6789, A. N. Other]
items: {_diffrn_source.beamline: B}
"""
    result = made(tmp_path, text)
    assert result.set.creator_id == ("https://orcid.org/0000-0001-2345-6789",)
    assert result.set.creator_label == ("A. N. Other",)
    tsv = "".join(lines(result.set))
    assert sssom_slots.problems(tsv) == []
    header, table = sssom_slots.split(tsv)
    assert header["creator_id"] == ["orcid:0000-0001-2345-6789"]
    assert table[0]["author_id"] == "orcid:0000-0001-2345-6789"
    assert table[0]["author_label"] == "A. N. Other"


def test_keys_and_notes_of_a_hostile_mapping(tmp_path):
    text = (
        'items:\n  _diffrn_source.beamline:\n    from: "`a#b c\\"d`"\n'
        '    assume: "x\\ty"\n    because: "\\u202e\\n|"\n'
        'gaps: [{from: other, note: "a\\tb\\nc"}]\n'
    )
    result = made(tmp_path, text)
    tsv = "".join(lines(result.set))
    assert sssom_slots.problems(tsv) == []
    _, table = sssom_slots.split(tsv)
    assert [r["subject_id"] for r in table][:2] == ["source:a%23b%20c%22d", "source:other"]
    same(result.set, read(tsv))


START = """# curie_map:
#   a: b
# mapping_set_id: x
record_id\tsubject_id\tpredicate_id\tobject_id\tmapping_justification"""
ROW = "a:1\ta:2\ta:3\ta:4\ta:5"


def test_the_least_that_is_a_set():
    (one,) = read(f"{START}\n{ROW}\n").rows
    assert one.subject_id == "b2"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "a\tb\n1\t2\n",
        "# x: 1\na\n",
        "# curie_map:\n#   a: b\n",
        "# curie_map:\n#   a: b\nunknown\n1\n",
        "# curie_map:\n#   a: b\nsubject_id\tpredicate_id\nx\n",
        "# curie_map: [\n",
        "# a: &x 1\n# b: *x\n",
        '# curie_map:\n#   a: b\nsubject_id\n"x\n',
        "# curie_map:\n#   a: b\nconfidence\nhigh\n",
        f"{START}\tconfidence\n{ROW}\thigh\n",
        f"{START}\n{ROW}\tmore\n",
        f"{START}\na\tb\tc\td\t\n",
        f'{START}\n"{ROW}\n',
        f"{START}\n{ROW}\n".replace("# mapping_set_id: x\n", ""),
    ],
)
def test_what_is_no_set_is_refused(text):
    with pytest.raises(ImgcifMapError):
        read(text)
