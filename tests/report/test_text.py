"""The report for people: width, source lines, marks, sums, colour."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from imgcif_map.findings import FileReport, Finding, Location, Report, Severity
from imgcif_map.report import render
from imgcif_map.report.excerpt import Source, excerpt
from imgcif_map.report.places import runs, times
from imgcif_map.report.plain import cell, cut, safe, width, wrap
from tests.report.golden.fixed import REPORT
from tests.report.strategies import REPORTS, TEXT, UNREADABLE

GAP = Finding(
    code="GAP001",
    name="missing-required",
    severity=Severity.WARNING,
    message="no wavelength",
    location=Location("m.h5", source="/entry/wavelength", item="_w.value"),
    looked=("/entry/a", "/entry/b"),
    why="All distances scale with it.",
)
STATE = Finding(
    code="DDL010",
    name="enumeration-state",
    severity=Severity.ERROR,
    message="'rotaton' is not a value of _axis.type",
    location=Location("x.cif", 5, 11, block="x", category="axis", item="_axis.type"),
    hint="did you mean rotation?",
    count=2,
    positions=((5, 11), (7, 11)),
)


def _report(*found: Finding, path: str = "x.cif") -> Report:
    return Report((FileReport(path, found),))


def _finding(path: object, line: int, column: int, **facts: object) -> Finding:
    return Finding("C", "n", Severity.ERROR, "m", Location(str(path), line, column), **facts)


def test_without_the_file_there_is_no_excerpt() -> None:
    files = (FileReport("gone.cif", (STATE,)), FileReport("m.h5", (GAP,)), FileReport("ok.cif", ()))
    assert render(Report(files)) == (
        f"── gone.cif: 1 error {'─' * 59}\n"
        "\n"
        "x.cif:5:11: error DDL010 'rotaton' is not a value of _axis.type\n"
        "    2 times, also at line 7\n"
        "    hint: did you mean rotation?\n"
        "\n"
        "m.h5\n"
        "warning GAP001 /entry/wavelength: no wavelength\n"
        "    looked in: /entry/a, /entry/b\n"
        "    why: All distances scale with it.\n"
        "\n"
        "3 files: 1 error, 1 warning, 0 notes\n"
        "gaps: 1 missing-required\n"
        "For more on a code: imgcif-map explain DDL010\n"
    )


def _gap(code: str, name: str, message: str, **facts: str) -> Finding:
    at = Location(source=facts.pop("source", None), block=facts.pop("block", None))
    return Finding(code, name, Severity.NOTE, message, at, **facts)


def test_gaps_give_a_reason_once_and_assumptions_stand_apart() -> None:
    found = (
        _gap("GAP003", "no-target", "/e/a has no data name", source="/e/a", why="lost", hint="no"),
        _gap("GAP009", "assumption", "corner", why="usual"),
        _gap("GAP003", "no-target", "b has no data name", source="/e/b", why="lost", hint="other"),
        _gap("GAP003", "no-target", "c has no data name", why="new", hint="other"),
    )
    assert render(_report(*found, path="m.h5")) == (
        "m.h5\n"
        "note GAP003 /e/a has no data name\n"
        "    why: lost\n"
        "    hint: no\n"
        "note GAP003 /e/b: b has no data name\n"
        "    hint: other\n"
        "note GAP003 c has no data name\n"
        "    why: new\n"
        "\n"
        "Assumed or corrected (1), to be checked:\n"
        "note GAP009 corner\n"
        "    why: usual\n"
        "\n"
        "1 file: 0 errors, 0 warnings, 4 notes\n"
        "gaps: 3 no-target, 1 assumption\n"
        "For more on a code: imgcif-map explain GAP003\n"
    )


def test_gaps_of_several_blocks_name_them() -> None:
    found = tuple(_gap("GAP003", "no-target", "x", block=name) for name in ("one", "two"))
    text = render(_report(*found))
    assert "x (data block one)\n" in text
    assert "x (data block two)\n" in text
    assert "data block" not in render(_report(found[0]))


def test_a_hint_that_was_said_for_this_code_is_not_said_again() -> None:
    found = [_finding("x", n, 1, hint="look") for n in (1, 2)] + [_finding("x", 3, 1, hint="other")]
    text = render(_report(*found, path="x"))
    assert text.count("hint: look") == 1
    assert text.count("hint: other") == 1


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_source_line_and_mark(tmp_path: Path, end: str) -> None:
    path = tmp_path / "x.cif"
    path.write_bytes("\ufeffdata_x\nloop_\n_axis.id\n_axis.type\n\täb rotaton\n".replace("\n", end)
                     .encode())  # fmt: skip
    finding = _finding(path, 5, 5, value="rotaton")
    lines = render(_report(finding, path=str(path)), width=200).splitlines()
    assert lines[1:3] == ["    5 |         äb rotaton", "      |            ^^^^^^^"]


def test_the_mark_covers_the_value_with_its_quotes_or_the_name() -> None:
    def marked(line: str, column: int, item: str | None = None, value: str | None = None) -> str:
        found = Finding("C", "n", Severity.ERROR, "m", Location("", 1, column, item=item), "", "",
                        value)  # fmt: skip
        shown = excerpt(line, found, 70)
        return shown.text[shown.start : shown.start + shown.length]

    assert marked("_a.b 'x y' z", 6, value="x y") == "'x y'"
    assert marked("_a.b x", 6, value="x") == "x"
    assert marked("_A.b x", 1, item="_a.B") == "_A.b"
    assert marked("_a.b x", 6, item="_a.b", value="other") == "x"
    assert marked("_a.b xyz", 6) == "x"
    assert marked("_a.b 'x", 6, value="x") == "'"


def test_a_long_line_is_cut_around_the_mark(tmp_path: Path) -> None:
    path = tmp_path / "x.cif"
    path.write_text("a" * 1000 + "X" + "b" * 1000 + "\n")
    lines = render(_report(_finding(path, 1, 1001), path=str(path))).splitlines()
    source, mark = lines[-5:-3]
    assert len(source) <= 80
    assert source[mark.index("^")] == "X"
    assert source.startswith("    1 | …aaa")
    assert source.endswith("bbb…")


LINES = st.text(
    st.one_of(
        st.sampled_from("ab _.'\t\u0301\u20dd長語\uff21🙂\x1b\u202e\u1100\u1161"),
        st.characters(exclude_categories=["Zl", "Zp"], exclude_characters="\r\n"),
    ),
    max_size=150,
)  # fmt: skip


@given(line=LINES, at=st.integers(0, 150), columns=st.integers(20, 90))
@settings(deadline=None, max_examples=300)
def test_the_mark_stands_below_its_character(line: str, at: int, columns: int) -> None:
    at = min(at, len(line))
    marked = f"{line[:at]}X{line[at + 1 :]}"
    shown = excerpt(marked, _finding("", 1, at + 1, value="X"), columns)
    assert width(shown.text) <= columns
    assert safe(shown.text) == shown.text
    [found] = [
        character
        for number, character in enumerate(shown.text)
        if width(shown.text[:number]) == shown.start and cell(character)
    ]
    assert (found, shown.length) == ("X", 1)


def test_a_mark_on_a_combining_character_is_below_what_it_stands_on() -> None:
    shown = excerpt("ae\u0301b", _finding("", 1, 3), 70)
    assert (shown.start, shown.length) == (1, 1)


def test_a_column_behind_the_line_is_marked_at_its_end() -> None:
    assert excerpt("ab", _finding("", 1, 99), 70)[1:] == (2, 1)
    assert excerpt("", _finding("", 1, 0), 70) == ("", 0, 1)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs named pipes")
def test_a_pipe_is_not_read_again(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    assert Source(str(pipe), [1]).line(1) is None  # opening it would wait for ever


def test_a_name_that_is_none_has_no_lines() -> None:
    assert Source("a\x00b", [1]).line(1) is None
    assert Source("", [1]).line(1) is None


@given(report=REPORTS, unreadable=UNREADABLE, columns=st.integers(40, 100))
@settings(deadline=None, max_examples=30)
def test_lines_keep_within_the_terminal(report, unreadable, columns: int) -> None:
    """Unless a single word, or the place before the code, is wider than that."""
    for line in render(report, width=columns, unreadable=unreadable).splitlines():
        wide = width(line) > columns
        head = re.match(r".*?(error|warning|note) [A-Z]{3}\d{3}$|.*?: ", line)
        words = line.split()
        assert not wide or head or max(map(width, words), default=0) + 8 > columns, line


@given(text=TEXT, columns=st.integers(5, 40))
@settings(deadline=None)
def test_wrapping_loses_nothing(text: str, columns: int) -> None:
    lines = list(wrap(text, columns, "* ", "  "))
    assert "".join("".join(lines).split()) == "*" + "".join(safe(text).split())
    for line in lines:
        assert width(line) <= columns or len(line.split()) <= 2


@pytest.mark.parametrize(
    ("count", "positions", "said"),
    [
        (1, ((1, 1),), ""),
        (3, (), "3 times"),
        (2, ((1, 1), (7, 1)), "2 times, also at line 7"),
        (4, ((1, 1), (2, 1), (3, 1), (4, 1)), "4 times, also at lines 2-4"),
        (3, ((1, 1), (2, 1), (3, 1)), "3 times, also at lines 2, 3"),
        (3, ((1, 1), (1, 5), (1, 9)), "3 times, also at columns 5, 9"),
        (3, ((1, 1), (1, 5), (4, 9)), "3 times, also at line 4"),
        (99, ((1, 1), (8, 1), (4, 1)), "99 times, also at lines 4, 8, …"),
    ],
)
def test_times(count: int, positions: tuple[tuple[int, int], ...], said: str) -> None:
    assert times(_finding("x", 1, 1, count=count, positions=positions)) == said


@given(st.sets(st.integers(1, 40)))
def test_runs_name_each_number_once(numbers: set[int]) -> None:
    named = [
        number
        for run in runs(sorted(numbers))
        for number in range(int(run.split("-")[0]), int(run.split("-")[-1]) + 1)
    ]
    assert named == sorted(numbers)


def test_findings_of_one_code_are_shown_up_to_a_number() -> None:
    found = [_finding("x", n, 1) for n in range(1, 8)]
    text = render(_report(*found, path="x"))
    assert text.count("error C m") == 5
    assert "… and 2 more of C n, at lines 6, 7\n" in text
    assert "7 error   C n\n" in text
    assert "--most 0" in text
    assert render(_report(*found, path="x"), most=0).count("error C m") == 7
    six = render(_report(*found[:6], path="x"))  # one line more would not save one
    assert six.count("error C m") == 6
    assert "more of" not in six


def test_the_list_of_places_that_are_not_shown_ends() -> None:
    found = [_finding("x", n * 2, 1) for n in range(1, 500)]
    lines = render(_report(*found, path="x")).splitlines()
    start = next(n for n, line in enumerate(lines) if line.startswith("… and 494 more"))
    assert lines[start + 2].endswith(", …")
    assert lines[start + 3] == ""
    assert max(map(len, lines)) <= 80


def test_the_table_counts_by_code_the_worst_first() -> None:
    def of(code: str, severity: Severity, number: int) -> list[Finding]:
        return [Finding(code, f"name-{code}", severity, f"{n}") for n in range(number)]

    one = of("AAA001", Severity.NOTE, 3) + of("BBB001", Severity.WARNING, 1)
    two = of("CCC001", Severity.ERROR, 1) + of("BBB001", Severity.WARNING, 2)
    files = (FileReport("1", tuple(one)), FileReport("2", tuple(two)))
    text = render(Report(files))
    assert (
        "1 error   CCC001 name-CCC001\n"
        "3 warning BBB001 name-BBB001  in 2 files\n"
        "3 note    AAA001 name-AAA001\n"
        "\n"
        "2 files: 1 error, 3 warnings, 3 notes\n"
        "For more on a code: imgcif-map explain CCC001\n"
    ) in text
    assert "name-AAA001" not in render(_report(*one[:3]))  # three lines need no table


def test_suppressed_findings_are_counted_but_not_shown() -> None:
    hidden = Finding("DDL010", "n", Severity.ERROR, "hidden", suppressed_by="why not")
    report = Report((FileReport("x.cif", (), (hidden,)),))
    assert render(report) == "1 file: nothing to report (1 suppressed)\n"


def test_nothing_to_report() -> None:
    assert render(_report()) == "1 file: nothing to report\n"


def test_colour_only_if_asked() -> None:
    plain, coloured = render(REPORT), render(REPORT, color=True)
    assert "\x1b" not in plain
    assert "\x1b[31;1merror\x1b[0m" in coloured
    assert re.sub(r"\x1b\[[\d;]*m", "", coloured) == plain


def test_a_file_cannot_steer_the_terminal(tmp_path: Path) -> None:
    path = tmp_path / "x.cif"
    path.write_text("\x1b[2J evil\n")
    finding = Finding(
        "C", "n", Severity.ERROR, "bad \x1b[2J\nvalue", Location(str(path), 1, 1), hint="\x07"
    )
    text = render(_report(finding, path=str(path)))
    assert "\x1b" not in text
    assert "\x07" not in text
    assert "bad �[2J value" in text


def test_cut() -> None:
    assert cut("abcdef", 6) == "abcdef"
    assert cut("abcdefg", 6) == "abcde…"
    assert cut("長長長", 5) == "長長…"
    assert width(cut("長長長", 4)) <= 4
