"""Runs the pass and fail cases of every rule, which are data."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
import yaml

from imgcif_map.cif.reader import parse_cif
from imgcif_map.dictionary.model import Dictionary
from imgcif_map.findings import Finding
from imgcif_map.rules.catalogue import all_rules
from imgcif_map.validator import validate
from tests.rules.arc import laid_out
from tests.rules.lint import completed, lint_text

HERE = Path(__file__).parent
FILES = {path.stem: path for path in sorted((HERE / "cases").glob("*.yaml"))}
CASES = [
    pytest.param(code, case, id=f"{code}: {case['name']}")
    for code, path in FILES.items()
    for case in yaml.safe_load(path.read_text(encoding="utf-8"))
]
LINTED = "DIC"
LOOKED = "ARC"
CHECKED = ("count", "value", "hint", "category", "frame", "message")


@pytest.mark.parametrize(("code", "case"), CASES)
def test_case(
    code: str, case: dict[str, Any], dictionaries: dict[str, Dictionary], tmp_path: Path
) -> None:
    if code.startswith(LINTED):
        _compare(*lint_text(case["cif"], tmp_path, [code], case.get("files")), case["findings"])
        return
    archives = None
    if code.startswith(LOOKED):
        more = {key: case[key] for key in ("files", "substitutes", "images") if key in case}
        document, archives = laid_out(case["cif"], tmp_path, **more)
    else:
        document = parse_cif(case["cif"])
    assert document.problems == ()
    profile = HERE / "data" / f"{case['profile']}.yaml" if "profile" in case else None
    dictionary = dictionaries[case.get("dictionary", "img")]
    report = validate(document, dictionary, select=[code], profile=profile, archives=archives)
    _compare(report.findings, 0, case["findings"])


def _compare(found: Sequence[Finding], shift: int, expected: list[dict[str, Any]]) -> None:
    """Hold findings, their lines counted after the first ``shift`` ones, against a case."""
    seen = []
    for finding, wanted in zip(found, expected, strict=False):
        at = finding.location
        facts: dict[str, Any] = {"at": [at.line - shift, at.column], "item": at.item}
        for name in CHECKED:
            if name in wanted:
                facts[name] = getattr(at if hasattr(at, name) else finding, name)
        if "message" in wanted and wanted["message"] in finding.message:
            facts["message"] = wanted["message"]
        if "count" not in wanted:
            assert finding.count == 1, finding
        seen.append(facts)
    assert seen == expected, found
    assert len(found) == len(expected), found


@pytest.mark.parametrize("rule", all_rules(), ids=lambda rule: rule.code)
def test_every_rule_has_pass_and_fail_cases(rule: Any) -> None:
    cases = yaml.safe_load(FILES[rule.code].read_text(encoding="utf-8"))
    assert any(case["findings"] for case in cases)
    assert any(not case["findings"] for case in cases)


def test_no_case_is_without_a_rule() -> None:
    assert set(FILES) == {rule.code for rule in all_rules()}


@pytest.mark.parametrize("which", ["img", "types"])
def test_no_rule_crashes_on_any_case(which: str, dictionaries: dict[str, Dictionary]) -> None:
    texts = [case["cif"] for _, case in (param.values for param in CASES)]
    documents = [parse_cif(text) for text in texts]
    report = validate(documents, dictionaries[which], select=["INT"])
    assert report.findings == ()


@pytest.mark.parametrize("code", [code for code in FILES if code.startswith(LINTED)])
def test_no_rule_on_dictionaries_crashes_on_any_case(code: str, tmp_path: Path) -> None:
    for number, (_, case) in enumerate(p.values for p in CASES if p.values[0] == code):
        folder = tmp_path / str(number)
        assert lint_text(case["cif"], folder, ["INT"], case.get("files"))[0] == ()


def test_the_frame_of_the_cases_on_dictionaries_is_sound(tmp_path: Path) -> None:
    assert completed("", "example.dic")[1] > 50
    assert lint_text("", tmp_path, [])[0] == ()
