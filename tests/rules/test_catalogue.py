"""Every rule is documented, unique, and its own examples behave as they say."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from imgcif_map.cif.reader import parse_cif
from imgcif_map.dictionary.model import Dictionary
from imgcif_map.findings import Severity
from imgcif_map.rules.base import SECTIONS, Rule
from imgcif_map.rules.catalogue import RULES, all_rules, find_rule, load
from imgcif_map.rules.codes import pages
from imgcif_map.rules.dic.base import DictionaryRule
from imgcif_map.rules.pages import rule_pages
from imgcif_map.rules.profile import Profile, Requirement
from imgcif_map.validator import validate
from tests.rules.arc import laid_out
from tests.rules.lint import lint_text

each_rule = pytest.mark.parametrize("rule", all_rules(), ids=lambda rule: rule.code)
PROFILE = Profile(
    "examples",
    "",
    required=(Requirement((("_axis.id",),)),),
    recommended=(Requirement((("_diffrn_source.facility",),)),),
)


@each_rule
def test_documented(rule: Rule) -> None:
    sections = rule.sections()
    assert sections["Summary"].endswith(".")
    assert "\n" not in sections["Summary"]
    for heading in SECTIONS:
        assert sections.get(heading), f"{rule.code} has no section {heading}"
    assert re.fullmatch(r"[A-Z]{3}\d{3}", rule.code)
    assert re.fullmatch(r"[a-z]+(-[a-z]+)*", rule.name)
    assert isinstance(rule.severity, Severity)
    assert rule.spec_url.startswith("https://")


@each_rule
def test_examples(rule: Rule, dictionaries: dict[str, Dictionary], tmp_path: Path) -> None:
    sections = rule.sections()
    for heading, fails in (("Fails", True), ("Passes", False)):
        if isinstance(rule, DictionaryRule):
            assert bool(lint_text(sections[heading], tmp_path, [rule.code])[0]) is fails, heading
            continue
        text, archives = "#\\#CIF_2.0\ndata_example\n" + sections[heading] + "\n", None
        document = parse_cif(text)
        if rule.code.startswith("ARC"):
            folder = tmp_path / heading
            folder.mkdir()
            document, archives = laid_out(text, folder)
        assert document.problems == ()
        found = validate(
            document, dictionaries["img"], select=[rule.code], profile=PROFILE, archives=archives
        )
        assert bool(found.findings) is fails, heading


def test_codes_in_order_and_unique() -> None:
    codes = [rule.code for rule in all_rules()]
    assert codes == sorted(set(codes))


def test_each_rule_has_a_module_of_its_own() -> None:
    modules = [entry.split(":")[0] for entry in RULES]
    assert len(set(modules)) == len(modules)
    for rule, module in zip(all_rules(), modules, strict=True):
        assert module.split(".")[1] == rule.name.replace("-", "_")


def test_two_rules_of_one_name_fail_at_load() -> None:
    first = next(entry for entry in RULES if entry.startswith("ddl."))

    class Copy(type(find_rule("DDL001"))):  # type: ignore[misc]
        """As the first rule on data, under another code."""

        code = "DDL999"

    import imgcif_map.rules.ddl.quoted_number as module

    module.Copy = Copy  # type: ignore[attr-defined]
    try:
        with pytest.raises(ValueError, match="both claim unknown-data-name"):
            load([first, "ddl.quoted_number:Copy"])
    finally:
        del module.Copy  # type: ignore[attr-defined]


@pytest.mark.parametrize("label", ["DDL002", "ddl002", "content-type", "wrong-type"])
def test_find_rule(label: str) -> None:
    rule = find_rule(label)
    assert rule is not None
    assert rule.code == "DDL002"


def test_unknown_rule() -> None:
    assert find_rule("DDL998") is None


def test_pages_cover_all_families_and_rules() -> None:
    made = rule_pages()
    known = pages()
    assert {f"{rule.code}.md" for rule in all_rules()} < set(made)
    assert set(made) == {"index.md", *(f"{code}.md" for code in known)}
    assert {"CIF", "DDL", "IMG", "GAP", "INT"} <= {code[:3] for code in known}
    for code, page in known.items():
        assert f"[{code}]({code}.md)" in made["index.md"]
        assert page.name in made[f"{code}.md"]
    assert "```cif" in made["DDL010.md"]
    assert made == rule_pages()


def test_every_page_says_what_and_why() -> None:
    for page in pages().values():
        if not page.code.startswith("CIF"):
            assert page.what, page.code
            assert page.why, page.code
