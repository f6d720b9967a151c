"""Small dictionaries with any text in them, for laws."""

from __future__ import annotations

from hypothesis import strategies as st

from imgcif_map.dictionary.compile import alias_table
from imgcif_map.dictionary.inferred import inferred_links
from imgcif_map.dictionary.model import Category, Definition, Dictionary, Part, ScopeRule

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=6)
SOME = TEXT.filter(bool)
TITLE = st.sampled_from(["T", "t", "Other", 'x"> <y'])
NAME = st.sampled_from(
    ["_a.b", "_A.c", "_a.vector[1]", "_a.id", "_d.a_id", "_e.a_id", "_ä.ß", "_x/y#z", '_q"> .']
)
SPELLED = st.one_of(NAME, NAME.map(str.swapcase), SOME)
CATEGORIES = ("a", "d", "e", "ä", "lost")


def tuples(of: st.SearchStrategy, size: int = 3) -> st.SearchStrategy:
    return st.lists(of, max_size=size).map(tuple)


LISTS = st.one_of(
    st.text("[] 01.a(", max_size=8),
    st.sampled_from(
        ["[1 0 0]", "[[1 0][0 1]]", "[[1 0] [0 1.50]]", "[]", "[a  b]", "[1(2) .]", "[[]]"]
    ),
)
LIMIT = st.one_of(st.none(), st.floats(allow_nan=False, allow_infinity=False))
RANGE = st.one_of(st.none(), st.tuples(LIMIT, LIMIT).filter(lambda pair: pair != (None, None)))
CONTENTS = st.sampled_from(["Real", "integer", "Code", "ByReference", "Implied", "Date", "Odd"])


@st.composite
def definitions(draw: st.DrawFn, name: str) -> Definition:
    aliases = draw(tuples(SPELLED))
    return Definition(
        id=name,
        category=draw(st.sampled_from(CATEGORIES)),
        object_id=draw(st.one_of(TEXT, st.just("a_id"))),
        definition_class=draw(st.one_of(st.just("Datum"), SOME)),
        purpose=draw(st.sampled_from(["", "Key", "SU", "su", "Link", "Measurand"])),
        source=draw(TEXT),
        container=draw(st.sampled_from(["Single", "List", "matrix", "Table", "Implied"])),
        contents=draw(CONTENTS),
        contents_referenced_id=draw(st.one_of(st.none(), SPELLED)),
        indices=draw(TEXT),
        indices_referenced_id=draw(st.one_of(st.none(), SPELLED)),
        dimension=draw(tuples(st.one_of(st.none(), st.integers(0, 99)))),
        units=draw(st.one_of(st.sampled_from(["", "none", "millimetres", "furlongs"]), TEXT)),
        range=draw(RANGE),
        states=draw(tuples(TEXT)),
        mandatory=draw(st.booleans()),
        default=draw(st.one_of(st.none(), TEXT, LISTS)),
        def_index_ids=draw(tuples(SPELLED, 2)),
        defaults=draw(st.dictionaries(tuples(TEXT, 2), st.one_of(TEXT, LISTS), max_size=2)),
        linked_item=draw(st.one_of(st.none(), SPELLED)),
        aliases=aliases,
        deprecated_aliases=aliases[: draw(st.integers(0, 2))],
        replaced_by=draw(tuples(st.one_of(st.none(), SPELLED))),
        has_method=draw(st.booleans()),
        update=draw(st.sampled_from(["", "2020-01-02", "yesterday"])),
        origin=draw(TITLE),
    )


@st.composite
def categories(draw: st.DrawFn, name: str) -> Category:
    return Category(
        id=name,
        category_class=draw(st.sampled_from(["Set", "Loop", "Head", "loop", ""])),
        parent=draw(st.sampled_from(CATEGORIES)),
        keys=draw(tuples(SPELLED)),
        has_method=draw(st.booleans()),
        origin=draw(TITLE),
    )


PART = st.builds(
    Part,
    title=TITLE,
    version=TEXT,
    date=st.sampled_from(["", "2026-01-02", "some day"]),
    uri=st.one_of(TEXT, st.sampled_from(["https://example.org/a b", "http://[", "file:///x"])),
    licence=st.one_of(TEXT, st.just("CC-BY-4.0")),
    sha256=TEXT,
    path=st.just(""),
    condensed=st.booleans(),
    namespace=TEXT,
    ddl_conformance=TEXT,
)
RULE = st.builds(ScopeRule, TEXT, TEXT, tuples(TEXT))


@st.composite
def dictionaries(draw: st.DrawFn) -> Dictionary:
    """A dictionary as the compiler could make it, with any text where text may be."""
    names = draw(st.lists(NAME, unique_by=str.casefold, max_size=4))
    items = {name.casefold(): draw(definitions(name)) for name in names}
    groups = {name: draw(categories(name)) for name in CATEGORIES[: draw(st.integers(0, 4))]}
    parts = draw(st.lists(PART, min_size=1, max_size=3).map(tuple))
    aliases = alias_table(items)
    return Dictionary(
        title=parts[0].title,
        version=parts[0].version,
        parts=parts,
        definitions=items,
        categories=groups,
        alias_ids=aliases,
        inferred_links=inferred_links(items, groups, aliases),
        scope_rules=draw(tuples(RULE, 2)),
    )
