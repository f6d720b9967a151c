"""The rules on what a mapping means: what each finds, where, and what it lets pass."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from imgcif_map.dictionary.load import load_dictionary
from imgcif_map.findings import Finding
from imgcif_map.mapping.codes import map_code
from imgcif_map.mapping.functions import load_functions
from imgcif_map.mapping.lint import lint_mapping
from imgcif_map.mapping.lint.rules import RULES
from imgcif_map.mapping.lintcodes import LINT_CODES
from tests.mapping.loading.files import mapping

CASES = yaml.safe_load(Path(__file__).with_name("cases.yaml").read_text(encoding="utf-8"))
NEXUS = "source: {format: nexus, definition: NXmx}\n"
MEANING = {entry.code for entry in LINT_CODES}
FAILS = [case for case in CASES if "code" in case]


def found_by(case: dict[str, Any], folder: Path) -> list[Finding]:
    """Findings of the rules; small mappings of NXmx need not know every node."""
    files = case.get("files") or [NEXUS + case["nexus"]]
    without = {*case.get("without", ()), *(["MAP039"] if "nexus" in case else [])}
    found = lint_mapping(
        mapping(folder, *files), load_dictionary(), load_functions(), case.get("required", ())
    )
    found = [f for f in found if f.code in MEANING and f.code not in without]
    return [f for f in found if case["only"] in f.message] if "only" in case else found


@pytest.mark.parametrize("case", FAILS, ids=[f"{c['code']}-{n}" for n, c in enumerate(FAILS)])
def test_fails(case: dict[str, Any], tmp_path: Path) -> None:
    (finding,) = found_by(case, tmp_path)
    assert finding.code == case["code"], finding
    assert [finding.location.line, finding.location.column] == case["at"], finding
    assert Path(finding.location.path).parent == tmp_path
    assert case["says"] in f"{finding.message} ({finding.hint})"
    entry = map_code(finding.name)
    assert (entry.code, entry.severity) == (finding.code, finding.severity)


PASSES = [case for case in CASES if "code" not in case]


@pytest.mark.parametrize("case", PASSES, ids=[str(n) for n in range(len(PASSES))])
def test_passes(case: dict[str, Any], tmp_path: Path) -> None:
    assert found_by(case, tmp_path) == []


def test_every_code_has_cases_and_a_page() -> None:
    assert {case["code"] for case in FAILS} == MEANING
    for entry in LINT_CODES:
        assert all((entry.what, entry.why, entry.fails, entry.passes))


def test_every_module_is_in_the_list(root: Path) -> None:
    folder = root / "imgcif_map" / "mapping" / "lint" / "rules"
    modules = {path.stem for path in folder.glob("*.py")} - {"__init__"}
    assert {rule.__module__.rpartition(".")[2] for rule in RULES} == modules
