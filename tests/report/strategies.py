"""Reports with any text in them, as hypothesis makes them up."""

from __future__ import annotations

from hypothesis import strategies as st

from imgcif_map.errors import UnreadableInput
from imgcif_map.findings import FileReport, Finding, Location, Report, Severity

NASTY = st.sampled_from(
    ["", "\x1b[2J", "::error::x", "%0A", "\r\n", "]]>", "<b>&amp;", "\ud800", "{0}", "[a](b)", "⁦",
     "\x00", "\ufffe", "'\"", "a: b, c", "\u2028", "長い", "e\u0301", "/a/../b", "C:\\x", "\t"]
)  # fmt: skip
TEXT = st.one_of(NASTY, st.text(max_size=5), st.builds(str.__add__, NASTY, NASTY))
MAYBE = st.one_of(st.none(), TEXT)
NUMBER = st.integers(1, 10**6)
PLACE = st.tuples(NUMBER, NUMBER)


@st.composite
def findings(draw: st.DrawFn) -> Finding:
    """Any finding: with or without a place, an item, a value, hints."""
    line, column = draw(st.one_of(st.just((0, 0)), PLACE))
    family = draw(st.sampled_from(["CIF", "DDL", "GAP", "IMG", "XYZ"]))
    positions = draw(st.lists(PLACE, max_size=3)) if line else []
    return Finding(
        f"{family}{draw(st.integers(900, 903))}",
        draw(TEXT),
        draw(st.sampled_from(list(Severity))),
        draw(TEXT),
        Location(draw(TEXT), line, column, *(draw(MAYBE) for _ in range(5))),
        hint=draw(TEXT),
        spec_url=draw(TEXT),
        value=draw(MAYBE),
        count=draw(st.integers(1, 20)),
        positions=((line, column), *positions) if line else (),
        looked=tuple(draw(st.lists(TEXT, max_size=2))),
        why=draw(TEXT),
        suppressed_by=draw(TEXT),
    )  # fmt: skip


FOUND = st.lists(findings(), max_size=3).map(tuple)
FILES = st.builds(FileReport, TEXT, FOUND, FOUND)
REPORTS = st.builds(Report, st.lists(FILES, max_size=2).map(tuple))
UNREADABLE = st.lists(
    st.builds(lambda message, hint: UnreadableInput(message, hint=hint), TEXT, TEXT), max_size=2
).map(tuple)
