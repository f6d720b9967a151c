"""Files that form one data set: links lead from one to another, findings stay in their files."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from imgcif_map import parse_cif, validate, validate_files
from imgcif_map.cif.document import Document
from imgcif_map.errors import UsageError

SCAN = "data_scan\n_diffrn_scan.id S1\n_diffrn_scan.frames 2\n"
FRAMES = (
    "data_scan\nloop_\n_diffrn_scan_frame.frame_id\n_diffrn_scan_frame.scan_id\n"
    "_diffrn_scan_frame.frame_number\nF1 S1 1\nF2 S2 2\n"
    "loop_\n_diffrn_data_frame.id\nF1\nF2\n"
)


@pytest.fixture
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    (tmp_path / "scan.cif").write_text(SCAN)
    (tmp_path / "frames.cif").write_text(FRAMES)
    monkeypatch.chdir(tmp_path)
    return ["frames.cif", "scan.cif"]


def found(files: list[str], **options: object) -> list[tuple[str, str, int]]:
    batch = validate_files(files, select=["DDL025"], **options)  # type: ignore[arg-type]
    return [
        (file.path, f.code, f.location.line) for file in batch.report.files for f in file.findings
    ]


def test_links_lead_across(files: list[str]) -> None:
    alone, together = found(files), found(files, together=True)
    assert {path for path, _, _ in alone} == {"frames.cif"}
    assert alone == [("frames.cif", "DDL025", 6)]  # S1 and S2
    assert together == [("frames.cif", "DDL025", 7)]  # S2 is in neither file
    Path("scan.cif").write_text(SCAN + "data_more\n_diffrn_scan.id S2\n")
    assert found(files, together=True) == []


def test_as_if_they_stood_in_one_file(files: list[str]) -> None:
    Path("both.cif").write_text(SCAN.replace("data_scan", "data_other") + FRAMES)
    lines = len(SCAN.splitlines())
    together = [(code, line) for _, code, line in found(files, together=True)]
    assert [(code, line - lines) for _, code, line in found(["both.cif"])] == together


def test_a_data_set_of_one_file_is_that_file(files: list[str]) -> None:
    assert found(files[:1], together=True) == found(files[:1])


def test_equal_names_of_blocks_and_equal_places(files: list[str]) -> None:
    """Both blocks are called scan, and the fault stands at the same place of either file."""
    for name, item in (("scan.cif", "_axis.type"), ("frames.cif", "_axis.equipment")):
        Path(name).write_text(f"data_scan\n{item} rotaton\n")
    batch = validate_files(files, select=["DDL010"], together=True)
    items = [[f.location.item for f in file.findings] for file in batch.report.files]
    assert items == [["_axis.equipment"], ["_axis.type"]]
    assert {f.location.path for f in batch.report.findings} == set(files)


def test_comments_and_syntax_errors_stay_in_their_files(files: list[str]) -> None:
    Path("scan.cif").write_text(
        "# imgcif-map: ignore-file DDL010 CIF\ndata_x\n_axis.type 'rotaton\n"
    )
    Path("frames.cif").write_text("data_x\n_axis.type rotaton\n_axis.id 'x\n")
    batch = validate_files(files, select=["DDL010", "CIF002"], together=True)
    assert [[f.code for f in file.findings] for file in batch.report.files] == [
        ["DDL010", "CIF002"], []
    ]  # fmt: skip
    assert {f.code for f in batch.report.files[1].suppressed} >= {"CIF002"}


def test_each_file_under_its_own_choice(files: list[str]) -> None:
    Path("imgcif-map.toml").write_text("select = ['DDL025']\n")
    assert len(validate_files(files, together=True).report.findings) == 1
    Path("imgcif-map.toml").write_text(
        "select = ['DDL025']\nper-file-ignores = {'frames.cif' = ['DDL025']}\n"
    )
    assert validate_files(files, together=True).report.findings == ()


def test_different_dictionaries_do_not_go_together(files: list[str]) -> None:
    Path("deep").mkdir()
    Path("deep/imgcif-map.toml").write_text("dictionaries = ['cif_core.dic']\n")
    Path("deep/x.cif").write_text("data_x\n")
    with pytest.raises(UsageError, match="the same dictionaries"):
        found([*files, "deep/x.cif"], together=True)


def test_unreadable_files_and_dictionaries_among_them(files: list[str]) -> None:
    Path("x.dic").write_text("data_X\n_dictionary.title X\n_dictionary.no_such 1\n")
    names = ["missing.cif", files[0], "x.dic", files[1]]
    batch = validate_files(names, select=["DDL025", "DDL001"], together=True)
    assert [file.path for file in batch.report.files] == [files[0], "x.dic", files[1]]
    assert [len(file.findings) > 0 for file in batch.report.files] == [True, True, False]
    assert [error.message for error in batch.unreadable] == ["missing.cif does not exist"]


def test_the_plain_function(files: list[str]) -> None:
    report = validate(files, select=["DDL025"], together=True)
    assert [f.code for f in report.findings] == ["DDL025"]
    assert validate([], together=True).files == ()
    with pytest.raises(UsageError, match="names of their own"):
        validate([Document(), parse_cif(SCAN)], together=True)


def test_a_long_data_set_takes_its_findings_home(tmp_path: Path) -> None:
    names = []
    for n in range(12):
        path = tmp_path / f"{n:02}.cif"
        path.write_text(f"data_b{n}\n_axis.type rotaton{n}\n")
        names.append(str(path))
    batch = validate_files(names, select=["DDL010"], together=True)
    for n, file in enumerate(batch.report.files):
        assert [f.value for f in file.findings] == [f"rotaton{n}"]
        assert json.dumps(file.path) == json.dumps(names[n])
