"""The Makefile says what is wrong when Python is missing or too old."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

pytestmark = pytest.mark.skipif(shutil.which("make") is None, reason="make is not installed")


def made(tmp_path: Path, python: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["make", "-f", str(ROOT / "Makefile"), f"PYTHON={python}", "demo"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
    )


@pytest.fixture
def project(tmp_path):
    (tmp_path / "pyproject.toml").write_text("")
    return tmp_path


def test_no_python(project):
    done = made(project, "no-such-python")
    assert done.returncode != 0
    assert "no-such-python not found; install Python 3.11" in done.stderr


def test_old_python(project):
    old = project / "oldpython"
    old.write_text('#!/bin/sh\n[ "$1" = --version ] && echo "Python 3.8.10"\nexit 1\n')
    old.chmod(0o755)
    done = made(project, str(old))
    assert done.returncode != 0
    assert "Python 3.8.10 is too old" in done.stderr
    assert not (project / ".venv").exists()


def test_plain_make_lists_the_targets(project):
    done = subprocess.run(
        ["make", "-s", "-f", str(ROOT / "Makefile")], cwd=project, capture_output=True, text=True
    )
    assert done.returncode == 0
    assert "make test" in done.stdout


def test_ci_script_is_executable_and_parses():
    script = ROOT / ".ci" / "run"
    assert script.stat().st_mode & 0o100
    if shutil.which("bash") is None:
        pytest.skip("bash is not installed")
    subprocess.run(["bash", "-n", str(script)], check=True)
    assert "set -euo pipefail" in script.read_text(encoding="utf-8")
