"""The appended lists: checks, gaps, ignore, fix, tests; and no_source."""

from __future__ import annotations

from imgcif_map.errors import MappingError
from imgcif_map.mapping.loading.shapes import (
    as_items,
    as_map,
    as_number,
    as_text,
    is_null,
    is_string,
)
from imgcif_map.mapping.loading.values import Reader, condition, constant, expression
from imgcif_map.mapping.model import (
    MISSING,
    Check,
    Fix,
    Ignore,
    KnownGap,
    MappingTest,
    NoSource,
)
from imgcif_map.mapping.yamltree import Map, Node, Seq, plain


def read_check(node: Node, reader: Reader) -> Check:
    """One member of ``checks:``."""
    content = as_map(node, "a check")
    compare = content.get("compare")
    if not isinstance(compare, Seq) or len(compare.items) != 2:
        raise MappingError(
            "compare: needs two values", place=node.place, hint="write compare: [one, other]"
        )
    when = content.get("when")
    return Check(
        name=as_text(content.get("name"), "name"),
        left=reader.value(compare.items[0]),
        right=reader.value(compare.items[1]),
        tolerance=as_number(content.get("tolerance"), "tolerance", 0.0),
        unit=as_text(content.get("unit"), "unit") or None,
        when=condition(when) if when is not None else None,
        place=node.place,
    )


def read_gap(node: Node) -> KnownGap:
    """One member of ``gaps:``; a text alone is its ``from``."""
    if is_string(node):
        return KnownGap(expression(node), place=node.place)
    content = as_map(node, "a gap")
    return KnownGap(
        expression(_required(content, "from")),
        as_text(content.get("note"), "note"),
        node.place,
    )


def read_ignore(node: Node) -> Ignore:
    """One member of ``ignore:``."""
    content = as_map(node, "an entry of ignore")
    return Ignore(
        expression(_required(content, "from")),
        as_text(content.get("because"), "because"),
        node.place,
    )


def read_fix(node: Node, mapping: str, reader: Reader) -> Fix:
    """One member of ``fix:``; ``mapping`` is the id of its file."""
    content = as_map(node, "a fix")
    given = [key for key in ("fn", "value", "unit") if key in content.entries]
    if len(given) != 1:
        raise MappingError("a fix needs exactly one of fn, value, unit", place=node.place)
    functions = content.get("fn")
    value = content.get("value")
    return Fix(
        path=expression(_required(content, "path")),
        functions=() if functions is None else reader.functions(functions),
        value=MISSING if value is None else constant(value),
        unit=as_text(content.get("unit"), "unit") or None,
        because=as_text(content.get("because"), "because"),
        place=node.place,
        mapping=mapping,
    )


def read_test(node: Node, mapping: str) -> MappingTest:
    """One member of ``tests:``; ``mapping`` is the id of its file."""
    content = as_map(node, "a test")
    _one_way(content)
    return MappingTest(
        name=as_text(content.get("name"), "name"),
        given=plain(as_map(content.get("given"), "given")),
        expect=plain(as_map(content.get("expect"), "expect")),
        gaps=tuple(as_text(item, "a gap") for item in as_items(content.get("gaps"))),
        params=plain(as_map(content.get("params"), "params")),
        place=node.place,
        mapping=mapping,
        format=as_text(content.get("format"), "format"),
        given_cif=plain(as_map(content.get("given_cif"), "given_cif")),
        expect_source=plain(as_map(content.get("expect_source"), "expect_source")),
    )


def _one_way(content: Map) -> None:
    """MappingError for a test that goes neither there nor back, or both ways."""
    back = [key for key in ("given_cif", "expect_source") if key in content.entries]
    there = [key for key in ("given", "expect", "params", "format") if key in content.entries]
    hint = "given: and expect: from source to imgCIF, given_cif: and expect_source: back"
    if back and there:
        place = content.keys[there[0]]
        raise MappingError(f"{back[0]}: and {there[0]}: in one test", place=place, hint=hint)
    needed = "given_cif" if back else "given"
    if needed not in content.entries:
        raise MappingError(f"a test needs {needed}:", place=content.place, hint=hint)


def read_no_source(name: str, node: Node) -> NoSource:
    """One data name of ``no_source:`` and the reason."""
    if not name.startswith("_") or "." not in name:
        raise MappingError(
            f"'{name}' is not a data name", place=node.place, hint="write _category.object"
        )
    reason = "" if is_null(node) or as_text(node, "a reason") == name else as_text(node, "reason")
    return NoSource(name, reason, node.place)


def _required(content: Map, key: str) -> Node:
    node = content.get(key)
    if node is None:
        raise MappingError(f"'{key}' is missing here", place=content.place)
    return node
