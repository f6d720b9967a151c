"""The reference page of what mappings account for, as Markdown."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from imgcif_map.mapping.coverage.model import (
    ITEM_WORDS,
    SOURCE_WORDS,
    Coverage,
    ItemRow,
    PlaceRow,
    Target,
    accounted,
    counts,
)
from imgcif_map.report.coverage.chosen import slug


def coverage_page(found: Sequence[Coverage], detailed: str) -> str:
    """The numbers of all formats, then both sides of one of them."""
    (one,) = [coverage for coverage in found if coverage.mapping == detailed]
    lines = [
        "# Coverage",
        "",
        "What the packaged formats account for: every node or header key on the side of the "
        "source, every data name that raw data need on the side of imgCIF. All of it is worked "
        "out from the mapping files, without a source. `imgcif-map mapping coverage` prints the "
        "numbers, `imgcif-map mapping coverage minicbf` both sides of a format in full; see "
        "[how to read them](../how-to/see-what-is-covered.md).",
        "",
        f"**Of {one.title.partition(' to ')[0]}: {one.sentence()}.** "
        f"All {len(found)} formats together leave {sum(c.open for c in found)} places and data "
        "names open.",
        "",
        "## Sources by format",
        "",
        *_numbers(SOURCE_WORDS, [(c, c.places) for c in found]),
        "",
        f"`{one.mapping}` reads {len(one.beyond)} places besides the {len(one.listed)} nodes of "
        f"{one.definition}; both are counted here.",
        "",
        *_legend(SOURCE_WORDS),
        "",
        "## Data names by format",
        "",
        *_numbers(ITEM_WORDS, [(c, c.needed) for c in found]),
        "",
        *_legend(ITEM_WORDS),
        "",
        f"## Nodes of {one.definition}",
        "",
        f"{accounted(one.listed)} of {len(one.listed)} nodes: {_said(one.listed, SOURCE_WORDS)}.",
        "",
        *_places(one),
        "",
        "## Data names",
        "",
        f"{accounted(one.needed)} of {len(one.needed)} data names: "
        f"{_said(one.needed, ITEM_WORDS)}.",
        "",
        *_items(one),
    ]
    return "\n".join(lines) + "\n"


def _numbers(
    words: Iterable[str],
    rows: Iterable[tuple[Coverage, Sequence[PlaceRow] | Sequence[ItemRow]]],
) -> Iterator[str]:
    head = ["Format", "all", *words]
    yield f"| {' | '.join(head)} |"
    yield "|---" + "|--:" * (len(head) - 1) + "|"
    for one, found in rows:
        numbers = [len(found), *counts(found, words).values()]
        yield f"| `{one.mapping}` | {' | '.join(map(str, numbers))} |"


def _legend(words: Mapping[str, str]) -> Iterator[str]:
    yield from (f"- **{word}**: {text}" for word, text in words.items())


def _said(rows: Sequence[PlaceRow] | Sequence[ItemRow], words: Iterable[str]) -> str:
    return ", ".join(f"{number} {word}" for word, number in counts(rows, words).items() if number)


def _places(one: Coverage) -> Iterator[str]:
    known = {row.item for row in one.needed}
    yield "| Node | | Data names |"
    yield "|---|---|---|"
    for row, anchor in _anchors(one).items():
        parts = [_target(target, known) for target in row.targets]
        cell = "<br>".join([*parts, *([_escaped(row.note)] if row.note else [])])
        yield f'| <a id="{anchor}"></a>`{row.path}` | {row.handling} | {cell} |'


def _items(one: Coverage) -> Iterator[str]:
    nodes = {row.path: anchor for row, anchor in _anchors(one).items()}
    yield "| Data name | | Where from |"
    yield "|---|---|---|"
    for row in one.needed:
        parts = [f"[`{p}`](#{nodes[p]})" if p in nodes else f"`{p}`" for p in row.sources]
        cell = "<br>".join([*parts, *([_escaped(row.note)] if row.note else [])])
        anchor = f'<a id="item-{slug(row.item)}"></a>'
        yield f"| {anchor}`{row.item}` | {row.handling} | {cell} |"


def _anchors(one: Coverage) -> dict[PlaceRow, str]:
    return {row: f"node-{slug(row.path.strip('/').replace('/', '.'))}" for row in one.listed}


def _target(target: Target, known: set[str]) -> str:
    name = f"`{target.item}`"
    link = f"[{name}](#item-{slug(target.item)})" if target.item in known else name
    return f"{link} {target.match}"


def _escaped(text: str) -> str:
    return text.replace("|", "\\|").replace("<", "&lt;").replace("_", "\\_").replace("*", "\\*")
