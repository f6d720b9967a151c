"""The tree: licences, versions, file lengths, nothing private, layers."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from imgcif_map.version import VERSION

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = sorted((ROOT / "imgcif_map").rglob("*.py"))
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def tracked() -> list[Path]:
    """All files of the project that git knows; skips where there is no git."""
    if not (ROOT / ".git").exists() or shutil.which("git") is None:
        pytest.skip("not a git checkout")
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True, text=True
    )
    return [ROOT / name for name in listed.stdout.split("\0") if name and (ROOT / name).is_file()]


def test_licences():
    assert "BSD 3-Clause License" in (ROOT / "LICENSE").read_text(encoding="utf-8")
    mappings = (ROOT / "mappings" / "LICENSE").read_text(encoding="utf-8")
    assert "SPDX-License-Identifier: CC0-1.0" in mappings
    assert "Statement of Purpose" in mappings
    assert PROJECT["project"]["license"] == "BSD-3-Clause"
    assert PROJECT["project"]["license-files"] == ["LICENSE", "mappings/LICENSE"]


def test_every_mapping_says_its_licence():
    import yaml

    files = [
        path
        for path in sorted((ROOT / "mappings").rglob("*.yaml"))
        if "imgcif_map" in (yaml.safe_load(path.read_text(encoding="utf-8")) or {})
    ]
    assert len(files) >= 3
    wrong = [
        p.name for p in files if yaml.safe_load(p.read_text("utf-8")).get("license") != "CC0-1.0"
    ]
    assert wrong == []


def test_the_version_is_said_alike_everywhere():
    assert f"\nversion: {VERSION}\n" in (ROOT / "CITATION.cff").read_text(encoding="utf-8")
    assert PROJECT["project"]["dynamic"] == ["version"]


def test_citation_and_precommit_are_yaml():
    import yaml

    for name in ("CITATION.cff", ".pre-commit-config.yaml"):
        assert isinstance(yaml.safe_load((ROOT / name).read_text(encoding="utf-8")), dict)


def test_files_are_short():
    lengths = {path: len(path.read_text(encoding="utf-8").splitlines()) for path in PACKAGE}
    assert {str(p): n for p, n in lengths.items() if n > 400} == {}
    assert sum(lengths.values()) / len(lengths) < 130


def test_functions_are_short():
    import ast

    long = {
        f"{path.relative_to(ROOT)}:{node.name}": node.end_lineno - node.lineno + 1
        for path in PACKAGE
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef) and node.end_lineno - node.lineno >= 60
    }
    assert long == {}


def test_the_source_distribution_has_everything():
    """The tests read it all, so that they run from an unpacked archive as well."""
    included = PROJECT["tool"]["hatch"]["build"]["targets"]["sdist"]["include"]
    top = {path.relative_to(ROOT).parts[0] for path in tracked()}
    assert top - {name.lstrip("/") for name in included} == {".gitignore", "pyproject.toml"}


PRIVATE = re.compile(
    r"/(?:home|root|Users|work)/[a-z]|/tmp/(?:team|venv)|\bpypi\.|files\.pythonhosted|artifactory"
    r"|index-url|--trusted-host|localhost:\d",
    re.I,
)


def test_no_machine_paths_and_no_registry_hosts():
    here = Path(__file__).resolve()
    found = []
    for path in tracked():
        if path == here or path.suffix in (".dic", ".svg", ".h5"):
            continue
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            if PRIVATE.search(line):
                found.append(f"{path.relative_to(ROOT)}:{number}: {line.strip()[:80]}")
    assert found == []


def test_the_product_does_not_know_the_test_data():
    words = ("IMGCIF_MAP_SHARED", "../shared")
    found = [str(p) for p in PACKAGE if any(w in p.read_text(encoding="utf-8") for w in words)]
    assert found == []


ASKS_THE_NETWORK = ROOT / "imgcif_map" / "archives" / "online.py"
"""Only with --online; tests/archives/test_online.py says how."""


def test_nothing_dangerous_in_the_package():
    pattern = re.compile(
        r"\beval\(|\bexec\(|\bpickle\b|yaml\.(?:unsafe_load|full_load)\b|\b(?:Unsafe|Full)Loader\b|yaml\.C?Loader\b|\burllib\.request\b|\brequests\b|\bsocket\b"
    )
    found = [
        f"{path.relative_to(ROOT)}:{number}"
        for path in PACKAGE
        if path != ASKS_THE_NETWORK
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if pattern.search(line.split("#")[0]) and '"""' not in line and "never" not in line
    ]
    assert found == []


VENDORS = re.compile(
    r"\b(dectris|pilatus|eiger|adsc|rigaku|bruker|marccd|rayonix|timepix|diamond|soleil|esrf)\b",
    re.I,
)


REGISTERED = {"prefixes.py", "codes.py"}
"""The registered prefixes of data names, and the examples on the pages of syntax findings."""
FORMATS = ("sources/registry.py", "sources/formats/")
"""File formats are called after those who made them, there and nowhere else."""


def test_no_vendor_names_in_code():
    """Vendor knowledge is YAML; docstrings may give examples."""
    import ast

    found = []
    for path in PACKAGE:
        here = path.relative_to(ROOT / "imgcif_map").as_posix()
        if path.name in REGISTERED or here.startswith(FORMATS):
            continue
        tree = ast.parse(path.read_text(encoding="utf-8"))
        documentation = {id(n.value) for n in ast.walk(tree) if isinstance(n, ast.Expr)}
        for node in ast.walk(tree):
            if id(node) in documentation:
                continue
            text = node.value if isinstance(node, ast.Constant) else getattr(node, "id", "")
            if isinstance(text, str) and VENDORS.search(text):
                found.append(f"{path.relative_to(ROOT)}:{node.lineno}: {text[:40]}")
    assert found == []


def test_layers_hold():
    command = Path(sys.executable).with_name("lint-imports")
    if not command.exists():
        pytest.skip("import-linter is not installed")
    done = subprocess.run([command, "--no-cache"], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout


def test_the_validator_imports_no_file_formats():
    code = (
        "import sys, imgcif_map.validator\n"
        "print(sorted({'h5py', 'lark', 'jsonschema', 'rdflib'} & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"
