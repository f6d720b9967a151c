"""Many files: each under its project, in order, with as many processes as one likes."""

from __future__ import annotations

import io
import multiprocessing
import os
import signal
import sys
import time
from pathlib import Path

import pytest

from imgcif_map.errors import UsageError
from imgcif_map.findings import Severity
from imgcif_map.project import pool, workers
from imgcif_map.project.batch import run
from imgcif_map.project.files import validate_files
from imgcif_map.project.judge import Task
from imgcif_map.project.nearest import Projects
from imgcif_map.project.settings import Labels, Overrides, Settings

BAD = "data_x\n_axis.type rotaton\n_axis.vektor 1\n"


@pytest.fixture
def tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in ("a.cif", "deep/b.cif", "deep/legacy/c.cif"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(BAD)
    monkeypatch.chdir(tmp_path)
    return tmp_path


NAMES = ["a.cif", "deep/b.cif", "deep/legacy/c.cif"]


def codes(names: list[str], **options: object) -> list[list[str]]:
    batch = run(names, **options)  # type: ignore[arg-type]
    return [[f"{f.code} {f.severity.value}" for f in file.findings] for file in batch.report.files]


def test_each_file_under_its_own_project(tree: Path) -> None:
    (tree / "imgcif-map.toml").write_text("severity = {DDL001 = 'error'}\nignore = ['DDL020']\n")
    (tree / "deep/imgcif-map.toml").write_text(
        "select = ['DDL']\nignore = ['DDL020']\nper-file-ignores = {'legacy/*' = ['DDL001']}\n"
    )
    assert codes(NAMES) == [
        ["DDL010 error", "DDL001 error"],
        ["DDL010 error", "DDL001 warning"],
        ["DDL010 error"],
    ]
    mine = Overrides(labels=Labels(ignore=("DDL010",), severity=(("DDL001", "note"),)))
    assert codes(NAMES, given=mine) == [["DDL001 note"], ["DDL001 note"], []]
    plain = codes(NAMES, projects=Projects(look=False))
    assert plain[0] == plain[1] == plain[2]


def test_a_dictionary_of_the_project(tree: Path) -> None:
    (tree / "mine.dic").write_text(
        (Path(__file__).parents[1] / "rules/data/types.dic").read_text(encoding="utf-8")
    )
    (tree / "deep/imgcif-map.toml").write_text("dictionaries = ['../mine.dic']\n")
    (tree / "deep/b.cif").write_text("data_x\n_t.integer x\n")
    batch = run(["deep/b.cif", "a.cif"])
    assert [f.code for f in batch.report.files[0].findings] == ["DDL002"]
    assert {d.title for d in batch.report.dictionaries} >= {"TYPES", "CIF_IMG"}


def test_each_file_has_the_threshold_of_its_project(tree: Path) -> None:
    (tree / "a.cif").write_text("data_x\n_axis.vektor 1\n")
    assert not run(["a.cif"]).failed
    (tree / "imgcif-map.toml").write_text("fail-on = 'warning'\n")
    assert run(["a.cif"]).failed
    assert not run(["a.cif"], given=Overrides(fail_on=Severity.ERROR)).failed


@pytest.mark.parametrize(
    ("given", "message"),
    [
        (Overrides(labels=Labels(select=("DDL999",))), "no rule 'DDL999'"),
        (Overrides(labels=Labels(severity=(("DDL001", "bad"),))), "no severity 'bad'"),
        (Overrides(profile="none"), "no profile 'none'"),
        (Overrides(dictionaries=("none.dic",)), "dictionary none.dic not found"),
    ],
)
def test_mistakes_are_said_before_any_file_is_read(
    given: Overrides, message: str, tree: Path
) -> None:
    with pytest.raises(UsageError, match=message):
        run(["missing.cif"], given=given)


def test_unreadable_files_are_listed(tree: Path) -> None:
    batch = run(["missing.cif", "a.cif"])
    assert len(batch.report.files) == 1
    assert [error.message for error in batch.unreadable] == ["missing.cif does not exist"]


def test_data_names_of_the_profile(tree: Path) -> None:
    (tree / "mine.yaml").write_text("required: [_axis.tpye]\n")
    batch = run(["a.cif"], given=Overrides(profile="mine.yaml"))
    assert batch.remarks == (
        ("mine.yaml:1:12: _axis.tpye is not in the dictionary", "did you mean _axis.type?"),
    )


def test_standard_input_has_the_project_of_its_name(
    tree: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tree / "deep/imgcif-map.toml").write_text("select = ['DDL001']\n")
    for name, expected in (("deep/x.cif", ["DDL001 warning"]), (None, codes(["a.cif"])[0])):
        stream = io.TextIOWrapper(io.BytesIO(BAD.encode()))
        monkeypatch.setattr(sys, "stdin", stream)
        batch = run(["-"], stdin_name=name)
        (file,) = batch.report.files
        assert file.path == (name or "<stdin>")
        assert [f"{f.code} {f.severity.value}" for f in file.findings] == expected


def test_progress(tree: Path) -> None:
    steps: list[tuple[str, int, int]] = []
    run(NAMES, progress=lambda *step: steps.append(step))
    assert steps == [("validating", n, 3) for n in (1, 2, 3)]


def test_dictionaries_are_checked_likewise(tree: Path) -> None:
    (tree / "x.dic").write_text(
        "#\\#CIF_2.0\ndata_X\n_dictionary.title X\n_no.such 1\nsave_a\n_definition.id A\nsave_\n"
    )
    (tree / "imgcif-map.toml").write_text("dictionaries = ['none.dic']\nselect = ['DDL001']\n")
    batch = run(["x.dic"], kind="dictionary")
    assert {f.code for f in batch.report.findings} == {"DDL001"}
    assert batch.report.dictionaries[0].title == "DDL_DIC"
    with pytest.raises(UsageError, match="read from a file"):
        run(["-"], kind="dictionary")


# -- processes ------------------------------------------------------------------------


@pytest.fixture
def many(tree: Path) -> list[str]:
    """Files enough for several processes, one missing, one binary, one with comments."""
    names = []
    for n in range(30):
        path = tree / f"f{n:02}.cif"
        rows = "\n".join(f"a{i} rotat{'i' * (i % n != 1)}on" for i in range(n))
        path.write_text(f"data_x\nloop_\n_axis.id\n_axis.type\n{rows}\n" if n > 1 else BAD)
        names.append(path.name)
    (tree / "f05.cif").unlink()
    (tree / "f06.cif").write_bytes(bytes(range(256)) * 9)
    (tree / "f07.cif").write_text(BAD.replace("rotaton", "rotaton # imgcif-map: ignore DDL010"))
    (tree / "imgcif-map.toml").write_text("per-file-ignores = {'f1*' = ['DDL010']}\n")
    return names


def test_the_result_does_not_depend_on_the_number_of_processes(
    many: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workers, "LEAST_SECONDS", 0.0)
    used: list[int] = []
    outcomes = pool.outcomes

    def counted(tasks, count):  # type: ignore[no-untyped-def]
        used.append(count)
        return outcomes(tasks, count)

    monkeypatch.setattr(pool, "outcomes", counted)
    one, two = (run(many, jobs=jobs) for jobs in (1, 2))
    assert used == [2]
    assert one.report == two.report
    assert one.report.files
    assert one.report.suppressed
    assert one.failed is two.failed is True
    said = [[(e.message, e.hint) for e in batch.unreadable] for batch in (one, two)]
    assert said[0] == said[1]
    assert len(said[0]) == 2
    assert multiprocessing.active_children() == []


def test_how_many_processes(tree: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tasks = [Task("a.cif", Settings())] * 8
    assert workers.processes(4, tasks) == 1  # not worth while
    assert workers.processes(4, [Task("missing.cif", Settings())]) == 1
    monkeypatch.setattr(workers, "LEAST_SECONDS", 0.0)
    assert workers.processes(4, tasks) == 4
    assert workers.processes(100, tasks) == 8
    assert workers.processes(1, tasks) == 1
    monkeypatch.setattr(workers, "processors", lambda: 3)
    assert workers.processes(0, tasks) == 3
    assert workers.processes(4, []) == 1


def _killed(tasks: list[Task]) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def _slow(tasks: list[Task]) -> None:
    time.sleep(60)


@pytest.mark.skipif(os.name != "posix", reason="signals")
def test_a_killed_process_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pool, "_work", _killed)
    with pytest.raises(UsageError, match="was killed") as caught:
        list(pool.outcomes([Task("a", Settings())] * 4, 2))
    assert "--jobs 1" in caught.value.hint


@pytest.mark.skipif(os.name != "posix", reason="signals")
def test_an_interrupt_ends_all_processes_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pool, "_work", _slow)
    started = time.monotonic()
    previous = signal.signal(signal.SIGALRM, signal.default_int_handler)
    signal.setitimer(signal.ITIMER_REAL, 1.0)
    try:
        with pytest.raises(KeyboardInterrupt):
            list(pool.outcomes([Task("a", Settings())] * 4, 2))
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, previous)
    while multiprocessing.active_children() and time.monotonic() < started + 30:
        time.sleep(0.05)
    assert multiprocessing.active_children() == []
    assert time.monotonic() < started + 30


# -- the Python function ---------------------------------------------------------------


def test_validate_files(tree: Path) -> None:
    (tree / "imgcif-map.toml").write_text("ignore = ['DDL020']\nexclude = ['legacy']\n")
    batch = validate_files(".", severity={"DDL001": "off"})
    assert [file.path for file in batch.report.files] == ["a.cif", "deep/b.cif"]
    assert {f.code for f in batch.report.findings} == {"DDL010"}
    assert batch.failed
    batch = validate_files([tree / "a.cif"], heed_projects=False, select=["DDL001"])
    assert {f.code for f in batch.report.findings} == {"DDL001"}
    types = Path(__file__).parents[1] / "rules" / "data" / "types.dic"
    batch = validate_files(tree / "a.cif", dictionaries=[types], config=tree / "imgcif-map.toml")
    assert {d.title for d in batch.report.dictionaries} == {"TYPES"}
