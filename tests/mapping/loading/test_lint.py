"""Each MAP code: what it finds, where, and what it lets pass."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

from imgcif_map.dictionary.model import Category, Definition, Dictionary
from imgcif_map.errors import MappingError
from imgcif_map.findings import Finding, Severity
from imgcif_map.mapping.codes import MAP_CODES, map_code
from imgcif_map.mapping.compose import compose
from imgcif_map.mapping.functions.registry import Function
from imgcif_map.mapping.lint import check_mapping, finding_of, lint_mapping
from imgcif_map.mapping.lintcodes import LINT_CODES
from imgcif_map.mapping.load import load_file
from tests.mapping.loading.files import load, mapping, write

CASES = yaml.safe_load(Path(__file__).with_name("lint_cases.yaml").read_text(encoding="utf-8"))


def scale(x: Any, factor: Any, constant: Any = 0) -> Any:
    return x * factor + constant


def groups(call: Any, records: Any, *keys: str) -> Any:
    return records


def _function(run: Any) -> Function:
    return Function(run.__name__, run, "values", "", None, False, "")


FUNCTIONS: Mapping[str, Function] = {f.__name__: _function(f) for f in (scale, groups)}


def _dictionary() -> Dictionary:
    def item(name: str, **more: Any) -> Definition:
        category, object_id = name[1:].split(".")
        return Definition(name, category, object_id, **more)

    items = [
        item("_axis.id"),
        item("_axis.type", states=("rotation", "translation")),
        item("_axis.system", states=("lab",), mandatory=False),
        item("_axis.depends_on", linked_item="_axis.id"),
        *[item(f"_axis.vector[{n}]", units="none") for n in (1, 2, 3)],
        item("_axis.old", replaced_by=("_axis.type",)),
        item("_axis.system_new", aliases=("_axis.frame",)),
        item("_diffrn_detector.id"),
        item("_diffrn_detector.layer_thickness", units="millimetres"),
        item("_diffrn_detector.number_of_axes"),
    ]
    names = ("axis", "diffrn_detector")
    return Dictionary(
        "TEST", "1", (), {d.id: d for d in items},
        {name: Category(name, "Loop", "head") for name in names},
        {"_axis.frame": "_axis.system_new"},
    )  # fmt: skip


DICTIONARY = _dictionary()


def findings(folder: Path, body: str) -> list[Finding]:
    """What the checks of names find; rules on meaning have cases in tests/mapping/lint."""
    found = lint_mapping(mapping(folder, body), DICTIONARY, FUNCTIONS)
    return [finding for finding in found if finding.code not in MEANING]


MEANING = {entry.code for entry in LINT_CODES}
FAILS = [case for case in CASES if "code" in case]


@pytest.mark.parametrize("case", FAILS, ids=[f"{c['code']}-{n}" for n, c in enumerate(FAILS)])
def test_fails(case: dict[str, Any], tmp_path: Path) -> None:
    found = findings(tmp_path, case["file"])
    assert [finding.code for finding in found] == [case["code"]], found
    (finding,) = found
    assert [finding.location.line, finding.location.column] == case["at"], finding
    assert finding.location.path == str(tmp_path / "x0.yaml")
    assert case["says"] in f"{finding.message} ({finding.hint})"
    entry = map_code(finding.name)
    assert (entry.code, entry.severity) == (finding.code, finding.severity)


PASSES = [case["file"] for case in CASES if "code" not in case]


@pytest.mark.parametrize("body", PASSES)
def test_passes(body: str, tmp_path: Path) -> None:
    assert findings(tmp_path, body) == []


def test_every_code_has_a_case_and_a_page() -> None:
    tried = {case["code"] for case in FAILS}
    assert {entry.code for entry in MAP_CODES} - {"MAP001"} - MEANING == tried
    assert len({entry.code for entry in MAP_CODES}) == len(MAP_CODES)
    assert len({entry.name for entry in MAP_CODES}) == len(MAP_CODES)
    for entry in MAP_CODES:
        assert all((entry.what, entry.why, entry.fails, entry.passes))


def test_an_error_of_loading_is_a_finding(tmp_path: Path) -> None:
    with pytest.raises(MappingError) as caught:
        load(tmp_path, "lets: {}\n")
    finding = finding_of(caught.value)
    assert (finding.code, finding.location.line, finding.location.column) == ("MAP001", 3, 1)
    assert finding.message == "unknown key 'lets'"
    assert finding.hint == "did you mean 'let'?"


def test_check_mapping_names_all_errors_and_lets_warnings_pass(tmp_path: Path) -> None:
    made = mapping(tmp_path, "let: {a: $b, c: $d}\n")
    with pytest.raises(MappingError) as caught:
        check_mapping(made, DICTIONARY, FUNCTIONS)
    first, second = str(caught.value).splitlines()
    assert "x0.yaml:3:10: MAP006 there is no $b here" in first
    assert "x0.yaml:3:17: MAP006 there is no $d here" in second
    unused = mapping(tmp_path, "let: {a: b}\n")
    assert [f.severity for f in lint_mapping(unused)] == [Severity.WARNING]
    check_mapping(unused, DICTIONARY, FUNCTIONS)


def test_without_dictionary_and_functions_less_is_checked(tmp_path: Path) -> None:
    made = mapping(tmp_path, "items: {_axis.nothing: unheard_of(1)}\n")
    assert lint_mapping(made) == []
    assert {f.code for f in lint_mapping(made, DICTIONARY, FUNCTIONS)} == {"MAP002", "MAP004"}


def test_too_many_ways_do_not_hide_the_rest(tmp_path: Path) -> None:
    """What cannot be followed is one finding; what the other rules see stays."""
    step = "(a|b|c|d|e|f|g|h|i|j|k)"
    made = mapping(
        tmp_path,
        f"let: {{a: '{step}/{step}/{step}/{step}'}}\nitems: {{_axis.id: $a, _axis.typ: $a}}\n",
    )
    found = {f.code: f for f in lint_mapping(made, DICTIONARY, FUNCTIONS)}
    assert {"MAP001", "MAP002"} <= set(found)
    assert "more than 1000 places" in found["MAP001"].message
    with pytest.raises(MappingError, match="more than 1000 places"):
        check_mapping(made, DICTIONARY, FUNCTIONS)


def test_compose_refuses_unknown_functions(tmp_path: Path) -> None:
    file = load_file(write(tmp_path, "let: {a: scole(b)}\n"))
    compose([file])
    with pytest.raises(MappingError, match=r"no function 'scole' \(did you mean 'scale'"):
        compose([file], FUNCTIONS)
