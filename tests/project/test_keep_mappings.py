"""The page on keeping mappings right, followed as it is written."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from imgcif_map.cli.app import app
from tests.project.test_commands_shown import shown, words

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "how-to" / "keep-mappings-right.md"


def test_the_page_from_an_empty_folder(monkeypatch):
    """The file made, the commands run, their output compared."""
    monkeypatch.syspath_prepend(str(ROOT / "docs"))
    from console import walked

    text = PAGE.read_text(encoding="utf-8")
    assert walked(text) == text
    assert text.count("error MAP") == 4


def test_the_lines_for_continuous_integration(tmp_path, monkeypatch, capsys):
    text = PAGE.read_text(encoding="utf-8")
    (made,) = re.findall(r"^```yaml\n(.*?)^```", text, re.M | re.S)
    monkeypatch.chdir(tmp_path)
    Path("my-nxmx.yaml").write_text(made, encoding="utf-8")
    lines = [line for line in shown(text) if "my-nxmx" in line and "--" in line]
    assert len(lines) == 4
    codes = {}
    for line in lines:
        with pytest.raises(SystemExit) as ended:
            app(words(line))
        codes[words(line)[1]] = ended.value.code
    assert codes == {"lint": 1, "test": 0, "coverage": 1}
    assert "::error file=my-nxmx.yaml,line=12" in capsys.readouterr().out


def test_the_count_of_mistakes_adds_up():
    """The table itself takes minutes: python -m tests.mapping.mutation 60."""
    text = PAGE.read_text(encoding="utf-8")
    ((made, noticed),) = re.findall(
        r"Of (\d+) such mistakes lint or the tests\s+notice more than (\d+)", text
    )
    assert int(made) == 13 * 60
    assert 0.95 * int(made) <= int(noticed) <= int(made)
