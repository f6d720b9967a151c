"""The command line as a user runs it: in this process (quick) or as a process of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from imgcif_map.cli.app import app
from imgcif_map.sample import build
from tests.cli.outcome import Outcome


@pytest.fixture(scope="session")
def shared_cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A cache for all these tests: compiling the dictionary each time would take minutes."""
    return tmp_path_factory.mktemp("cache")


@pytest.fixture(autouse=True)
def _one_cache(_own_user_folders: None, shared_cache: Path, monkeypatch) -> None:
    monkeypatch.setenv("IMGCIF_MAP_CACHE_DIR", str(shared_cache))


Invoke = Callable[..., Outcome]


@pytest.fixture
def invoke(capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch) -> Invoke:
    """Run a command in this process, in an empty folder."""
    monkeypatch.chdir(tmp_path)

    def run(*arguments: object) -> Outcome:
        with pytest.raises(SystemExit) as ended:
            app([str(argument) for argument in arguments], prog_name="imgcif-map")
        captured = capsys.readouterr()
        return Outcome(int(ended.value.code or 0), captured.out, captured.err)

    return run


@pytest.fixture
def process(tmp_path: Path, root: Path) -> Callable[..., subprocess.CompletedProcess[bytes]]:
    """Run a command as its own process, in the test's folder."""

    def run(*arguments: object, **options: object) -> subprocess.CompletedProcess[bytes]:
        environment = {**os.environ, "PYTHONPATH": str(root), **options.pop("env", {})}
        return subprocess.run(
            [sys.executable, "-m", "imgcif_map", *map(str, arguments)],
            capture_output="stdout" not in options,
            cwd=options.pop("cwd", tmp_path),
            env=environment,
            timeout=120,
            **options,
        )

    return run


@pytest.fixture
def master(tmp_path: Path) -> Path:
    """The embedded sample in a folder of its own."""
    return build(tmp_path / "raw")
