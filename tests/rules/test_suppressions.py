"""Comments that keep findings out: where they apply, what remains, what is said of them."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from imgcif_map.cif.reader import parse_cif
from imgcif_map.dictionary.model import Dictionary
from imgcif_map.findings import FileReport, Severity
from imgcif_map.rules.codes import pages
from imgcif_map.rules.explain import explain
from imgcif_map.rules.profile import Profile, Requirement
from imgcif_map.validator import validate

V2 = "#\\#CIF_2.0\n"
LOOP = "loop_\n_axis.id\n_axis.type\n"


@pytest.fixture
def img(dictionaries: dict[str, Dictionary]) -> Dictionary:
    return dictionaries["img"]


def report(text: str, img: Dictionary, **options: object) -> FileReport:
    return validate(parse_cif(V2 + text), img, **options).files[0]  # type: ignore[arg-type]


def kept(text: str, img: Dictionary, **options: object) -> list[tuple[str, int]]:
    return [(f.code, f.location.line) for f in report(text, img, **options).findings]


@pytest.mark.parametrize(
    "text",
    [
        # at the end of the line, and the line before
        f"data_x\n{LOOP}a rotaton # imgcif-map: ignore DDL010\n",
        f"data_x\n{LOOP}\n# imgcif-map: ignore DDL010\n# other\n\na rotaton\n",
        # next to a name and above it: name and values, whole columns of loops
        "data_x\n_axis.type # imgcif-map: ignore DDL010\n rotaton\n",
        "data_x\n# imgcif-map: ignore DDL010\n_axis.type\nrotaton\n",
        "data_x\n_axis.type\n# imgcif-map: ignore DDL010\n;rotaton\n;\n",
        "data_x\n_axis.type\n;rotaton\n; # imgcif-map: ignore DDL010\n",
        "data_x\nloop_\n_axis.id\n_axis.type # imgcif-map: ignore DDL010\na rotaton\nb rotatn\n",
        "data_x\nloop_\n_axis.id\n# imgcif-map: ignore DDL010\n_axis.type\na rotaton\nb rotatn\n",
        # a loop, a block, the file
        f"data_x\n# imgcif-map: ignore DDL010\n{LOOP}a rotaton\nb rotatn\n_diffrn.id one\n",
        f"data_x\nloop_ # imgcif-map: ignore DDL010\n{LOOP[6:]}a rotaton\nb rotatn\n",
        f"# imgcif-map: ignore DDL010\ndata_x\n{LOOP}a rotaton\n",
        f"data_x # imgcif-map: ignore DDL010\n{LOOP}a rotaton\n",
        f"data_x\n{LOOP}a rotaton\n# imgcif-map: ignore-block DDL010\n",
        f"data_x\n{LOOP}a rotaton\ndata_y\n# imgcif-map: ignore-file DDL010\n",
        # labels
        f"data_x\n{LOOP}a rotaton # imgcif-map: ignore ddl\n",
        f"data_x\n{LOOP}a rotaton # imgcif-map: ignore enumeration-state -- a reason, DDL999\n",
        f"data_x\n{LOOP}a rotaton # imgcif-map: ignore DDL010 # and a comment\n",
    ],
)
def test_nothing_remains(text: str, img: Dictionary) -> None:
    without = kept(text.replace("imgcif-map:", "nobody:"), img)
    assert without
    assert {code for code, _ in without} == {"DDL010"}
    assert kept(text, img, ignore=["DDL02"]) == []
    assert {f.code for f in report(text, img).suppressed} == {"DDL010"}


@pytest.mark.parametrize(
    ("text", "remains"),
    [
        # the line before is not the line after
        (f"data_x\n{LOOP}a rotation # imgcif-map: ignore DDL010\nb rotaton\n",
         [("SUP001", 6), ("DDL010", 7)]),
        # another column of the same loop
        ("data_x\nloop_\n_axis.id # imgcif-map: ignore DDL010\n_axis.type\na rotaton\n",
         [("SUP001", 4), ("DDL010", 6)]),
        # after the loop
        (f"data_x\n# imgcif-map: ignore DDL010\n{LOOP}a rotaton\n_axis.equipment detektor\n",
         [("DDL010", 8)]),
        # another block
        (f"data_x\n# imgcif-map: ignore-block DDL010\n_axis.type rotaton\n"
         f"data_y\n{LOOP}a rotaton\n", [("DDL010", 9)]),
        # another code
        (f"data_x\n{LOOP}a rotaton # imgcif-map: ignore DDL011, DDL010\nb rotaton\n",
         [("SUP001", 6), ("DDL010", 7)]),
        # nothing follows
        (f"data_x\n{LOOP}a rotation\n# imgcif-map: ignore DDL010\n", [("SUP001", 7)]),
    ],
)  # fmt: skip
def test_what_remains(text: str, remains: list[tuple[str, int]], img: Dictionary) -> None:
    assert kept(text, img, select=["DDL010", "DDL011", "SUP"]) == remains


def test_a_column_under_an_old_name(img: Dictionary) -> None:
    text = (
        "data_x\nloop_\n_diffrn_radiation_wavelength.id\n"
        "_diffrn_radiation_wavelength.wavelength # imgcif-map: ignore DDL002\na x\nb y\n"
    )
    assert img.item("_diffrn_radiation_wavelength.wavelength").id.endswith(".value")  # type: ignore[union-attr]
    assert kept(text.replace("imgcif-map:", ""), img, select=["DDL002"]) == [("DDL002", 6)]
    assert kept(text, img, select=["DDL002", "SUP"]) == []


def test_places_of_a_summed_finding(img: Dictionary) -> None:
    rows = [f"a{n} rotaton" for n in range(30)]
    for n in (0, 7, 25):
        rows[n] += f" # imgcif-map: ignore DDL010 -- row {n}"
    text = f"data_x\n{LOOP}" + "\n".join(rows) + "\n"
    whole = report(text.replace("imgcif-map:", ""), img).findings
    file = report(text, img)
    (left,) = file.findings
    assert (whole[0].count, left.count) == (30, 27)
    assert left.location.line == 7
    assert [line for line, _ in left.positions] == [7, 8, 9, 10, 11, 12, 14, 15, 16, 17]
    assert [(f.count, f.suppressed_by, f.positions[0][0]) for f in file.suppressed] == [
        (1, "row 0", 6), (1, "row 7", 13), (1, "row 25", 31)
    ]  # fmt: skip


def test_every_place_one_by_one(img: Dictionary) -> None:
    rows = "\n".join(f"a{n} rotaton # imgcif-map: ignore DDL010" for n in range(25))
    file = report(f"data_x\n{LOOP}{rows}\n", img)
    assert file.findings == ()
    assert sum(f.count for f in file.suppressed) == 25


def test_all_places_of_a_long_list(img: Dictionary) -> None:
    rows = "\n".join(f"a{n} rotaton" for n in range(25))
    file = report(f"data_x\n# imgcif-map: ignore DDL010\n{LOOP}{rows}\n", img)
    assert file.findings == ()
    assert [(f.count, len(f.positions)) for f in file.suppressed] == [(25, 10)]


def test_syntax_errors_and_places_that_are_not_listed(img: Dictionary) -> None:
    lines = "\n".join("_x.y" + "y" * 2050 + f"{n} 1" for n in range(15))
    lines += " # imgcif-map: ignore CIF024"
    text = f"data_x\n{lines}\n"
    file = report(text, img, select=["CIF024", "SUP"])
    assert [(f.code, f.count) for f in file.findings] == [("CIF024", 15)]  # not: SUP001
    first = text.replace("0 1\n", "0 1 # imgcif-map: ignore CIF024\n", 1)
    file = report(first, img, select=["CIF024", "SUP"])
    assert [(f.code, f.count, f.location.line) for f in file.findings] == [("CIF024", 14, 4)]
    file = report("# imgcif-map: ignore CIF\n" + text, img, select=["CIF024", "SUP"])
    assert file.findings == ()
    assert [f.count for f in file.suppressed] == [15]


REQUIRED = Profile("p", "", required=(Requirement((("_axis.id",),)),))


def test_what_has_no_line_belongs_to_its_block_or_file(img: Dictionary) -> None:
    text = "data_x\n_diffrn.id a\n"
    assert [code for code, _ in kept(text, img, profile=REQUIRED)] == ["IMG001"]
    for place in ("ignore-file", "ignore-block"):
        again = f"data_x\n# imgcif-map: {place} IMG001\n_diffrn.id a\n"
        found = report(again, img, profile=REQUIRED)
        if place == "ignore-file" or found.suppressed:
            assert found.findings == ()
            assert [f.code for f in found.suppressed] == ["IMG001"]
    # without a profile nobody looked, so the comment is not called idle
    assert kept(again, img) == []


@pytest.mark.parametrize(
    ("comment", "message", "hint"),
    [
        ("ignor DDL010", "'ignor' is none of ignore,", "did you mean ignore?"),
        ("", "'nothing' is none of ignore,", ""),
        ("ignore", "does not say which codes", "-- the reason"),
        ("ignore -- because", "does not say which codes", "-- the reason"),
        ("ignore DDL999", "no rule 'DDL999'", "DDL"),
        ("ignore enumeration-sate", "no rule 'enumeration-sate'", "enumeration-state"),
        ("ignore DDL010 known", "no rule 'known'", "a reason comes after --"),
    ],
)
def test_comments_that_cannot_be_understood(
    comment: str, message: str, hint: str, img: Dictionary
) -> None:
    text = f"data_x\n{LOOP}a rotaton # imgcif-map: {comment}\n"
    found = report(text, img)
    (finding,) = [f for f in found.findings if f.code == "SUP002"]
    assert (finding.location.line, finding.location.column) == (6, 11)
    assert finding.severity is Severity.WARNING
    assert message in finding.message
    assert hint in finding.hint
    # what can be understood is heeded
    assert bool(found.suppressed) is comment.startswith("ignore DDL010")


def test_a_block_comment_before_all_blocks(img: Dictionary) -> None:
    (finding,) = report("# imgcif-map: ignore-block DDL010\ndata_x\n", img).findings
    assert (finding.code, finding.location.line) == ("SUP002", 2)
    assert "ignore-file" in finding.hint


def test_idle_comments(img: Dictionary) -> None:
    text = "data_x\n_axis.type rotation # imgcif-map: ignore DDL010 DDL001\n"
    (finding,) = report(text, img).findings
    assert finding.code == "SUP001"
    assert finding.severity is Severity.NOTE
    assert finding.hint == "remove the comment"
    text = "data_x\n_axis.type rotaton # imgcif-map: ignore DDL010 DDL001\n"
    (finding,) = report(text, img).findings
    assert finding.hint == "remove DDL001 from the comment"
    # what nobody looked for is not idle, neither is what concerns other kinds of files
    assert kept(text, img, ignore=["DDL001"]) == []
    assert kept(text, img, select=["DDL010", "SUP"]) == []
    assert kept("# imgcif-map: ignore-file GAP MAP001 DIC\ndata_x\n", img) == []


def test_comments_on_comments(img: Dictionary) -> None:
    text = "# imgcif-map: ignore-file DDL010 SUP001\ndata_x\n"
    file = report(text, img)
    assert file.findings == ()
    assert [f.code for f in file.suppressed] == ["SUP001"]
    assert kept(text.replace(" SUP001", ""), img, ignore=["SUP"]) == []
    assert kept(text.replace(" SUP001", ""), img, severity={"SUP001": "error"}) == [("SUP001", 2)]


def test_ignored_findings_are_not_suppressed_ones(img: Dictionary) -> None:
    text = f"data_x\n{LOOP}a rotaton # imgcif-map: ignore DDL010\n"
    file = report(text, img, ignore=["DDL010"])
    assert file == FileReport("", ())


def test_save_frames(img: Dictionary) -> None:
    text = (
        "data_x\n# imgcif-map: ignore CIF012\nsave_a\n_b.c 1\n_b.c 1\nsave_\n"
        "save_b\n_b.c 1\n_b.c 1\nsave_\n_b.d 1\n"
    )
    assert kept(text, img, select=["CIF012", "SUP"]) == [("CIF012", 10)]
    text = "data_x\nsave_a\n# imgcif-map: ignore CIF012\n_b.c 1\n_b.c 1\nsave_\n_b.c 1\n_b.c 1\n"
    assert kept(text, img, select=["CIF012"]) == [("CIF012", 6), ("CIF012", 9)]


@pytest.mark.parametrize("code", ["SUP001", "SUP002"])
def test_pages(code: str, img: Dictionary) -> None:
    page = pages()[code]
    assert explain(code).startswith(f"{code} {page.name}")
    assert code in [c for c, _ in kept(f"data_x\n{page.fails}\n", img)]
    assert code not in [c for c, _ in kept(f"data_x\n{page.passes}\n", img)]


PIECES = st.sampled_from(
    ["_axis.type rotaton", "_axis.id 1", "loop_ _axis.id _axis.type a rotaton b c", "data_y",
     "save_f", "save_", ";\ntext\n;", "'open", "[", "# imgcif-map: ignore DDL CIF",
     "# imgcif-map: ignore-block DDL CIF SUP", "x # imgcif-map: ignore DDL010 -- y",
     "# imgcif-map: ignore", "# imgcif-map:"]
)  # fmt: skip


def totals(file: FileReport) -> dict[str, int]:
    sums: dict[str, int] = {}
    for finding in (*file.findings, *file.suppressed):
        sums[finding.code] = sums.get(finding.code, 0) + finding.count
    return sums


def test_no_finding_is_lost_or_made(img: Dictionary) -> None:
    @given(st.lists(PIECES, max_size=9))
    @settings(deadline=None, max_examples=100)
    def holds(pieces: list[str]) -> None:
        text = "data_x\n" + "\n".join(pieces) + "\n"
        commented = report(text, img, ignore=["SUP"])
        plain = report(text.replace("imgcif-map:", "nobody....:"), img)
        assert totals(commented) == totals(plain)

    holds()
