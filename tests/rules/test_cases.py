"""Runs the pass and fail cases of every rule, which are data."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from imgcif_map.cif.reader import parse_cif
from imgcif_map.dictionary.model import Dictionary
from imgcif_map.rules.catalogue import all_rules
from imgcif_map.validator import validate

HERE = Path(__file__).parent
FILES = {path.stem: path for path in sorted((HERE / "cases").glob("*.yaml"))}
CASES = [
    pytest.param(code, case, id=f"{code}: {case['name']}")
    for code, path in FILES.items()
    for case in yaml.safe_load(path.read_text(encoding="utf-8"))
]
CHECKED = ("count", "value", "hint", "category")


@pytest.mark.parametrize(("code", "case"), CASES)
def test_case(code: str, case: dict[str, Any], dictionaries: dict[str, Dictionary]) -> None:
    document = parse_cif(case["cif"])
    assert document.problems == ()
    profile = HERE / "data" / f"{case['profile']}.yaml" if "profile" in case else None
    dictionary = dictionaries[case.get("dictionary", "img")]
    report = validate(document, dictionary, select=[code], profile=profile)
    found = []
    for finding, expected in zip(report.findings, case["findings"], strict=False):
        seen: dict[str, Any] = {
            "at": [finding.location.line, finding.location.column],
            "item": finding.location.item,
        }
        for name in CHECKED:
            if name in expected:
                seen[name] = getattr(finding, name, None)
                if name == "category":
                    seen[name] = finding.location.category
        if "count" not in expected:
            assert finding.count == 1, finding
        found.append(seen)
    assert found == case["findings"]
    assert len(report.findings) == len(case["findings"]), report.findings


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
