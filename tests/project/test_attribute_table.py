"""The reference page on DDLm attributes is complete, and what it names exists."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from imgcif_map.dictionary.load import load_dictionary
from imgcif_map.rules.catalogue import rules_of
from imgcif_map.rules.codes import pages

Table = dict[str, dict[str, dict[str, Any]]]


@pytest.fixture(scope="module")
def docs(root: Path) -> Iterator[Path]:
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(root / "docs"))
        yield root / "docs"


@pytest.fixture
def table(docs: Path) -> Table:
    from attributes_page import attribute_table

    found: Table = attribute_table()
    return found


def test_every_attribute_of_the_reference_dictionary_is_listed_where_it_belongs(
    table: Table,
) -> None:
    listed = [(name, category) for category, names in table.items() for name in names]
    defined = load_dictionary("ddl.dic").definitions.values()
    assert sorted(listed) == sorted((x.id.casefold(), x.category.upper()) for x in defined)


def test_every_code_exists(table: Table) -> None:
    known = pages()
    for names in table.values():
        for name, entry in names.items():
            assert set(entry) == {"does", "codes"}, name
            assert set(entry["codes"]) <= set(known), name
            assert entry["codes"] == sorted(set(entry["codes"])), name
            assert re.fullmatch(r"[^|]+\.", entry["does"].strip()), name


def test_every_rule_depends_on_some_attribute(table: Table) -> None:
    named = {
        code for names in table.values() for entry in names.values() for code in entry["codes"]
    }
    without = {rule.code for rule in rules_of("ddl", "dic")} - named
    assert without == {"DIC029"}  # about data blocks, not about attributes


def test_the_page_shows_the_table(docs: Path, table: Table) -> None:
    from attributes_page import attributes_page

    page = attributes_page()
    assert page == (docs / "reference" / "ddlm-attributes.md").read_text("utf-8")
    for names in table.values():
        for name in names:
            assert f"| `{name}` | " in page
    assert "| `_units.code` | One of the codes of ddl.dic" in page
    assert "[DIC055](rules/DIC055.md)" in page
