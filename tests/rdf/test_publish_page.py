"""The page on publishing a dictionary and the vocabulary page say what is so."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from imgcif_map.rdf.pages import vocabulary_page
from tests.cli.conftest import Invoke
from tests.cli.conftest import invoke as invoke

DOCS = Path(__file__).parents[2] / "docs"
PAGE = (DOCS / "how-to" / "publish-a-dictionary.md").read_text(encoding="utf-8")


def block(kind: str) -> str:
    (found,) = re.findall(rf"^```{kind}\n(.*?)^```", PAGE, re.M | re.S)
    return str(found)


@pytest.fixture
def stars(invoke: Invoke) -> Invoke:
    """A folder with the dictionary of the page."""
    Path("stars.dic").write_text(block("cif"), encoding="utf-8")
    return invoke


def test_the_definition_shown(stars: Invoke) -> None:
    (command,) = re.findall(r"`imgcif-map (rdf dictionary stars\.dic[^`]*)`", PAGE)
    done = stars(*command.split())
    assert done.code == 0
    assert block("turtle") in done.out


def test_the_python_shown(stars: Invoke) -> None:
    assert stars("rdf", "dictionary", "stars.dic", "-o", "stars.ttl").code == 0
    scope: dict[str, object] = {}
    exec(block("python"), scope)
    assert len(scope["again"].definitions) == 2  # type: ignore[attr-defined]


def test_the_commands_at_the_top(stars: Invoke) -> None:
    commands = re.findall(r"^imgcif-map (rdf \w+ cif_img.*)$", PAGE, re.M)
    assert len(commands) == 2
    for command in commands:
        assert stars(*command.split()).code == 0
        assert Path(command.rpartition(" ")[2]).stat().st_size > 50_000


def test_the_vocabulary_page_has_everything() -> None:
    page = vocabulary_page()
    for words in ("`ddlm:type.contents`", "`unit:MilliM`", "photons", "`xsd:double`", "PaNET01102"):
        assert words in page
    rows = [line for line in page.splitlines() if line.startswith("|")]
    assert len(rows) > 190
    tables = re.findall(r"(?:^\|.*\n)+", page, re.M)
    for table in tables:
        bars = {len(re.findall(r"(?<!\\)\|", line)) for line in table.splitlines()}
        assert len(bars) == 1, table
