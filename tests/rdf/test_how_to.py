"""The page on exports works as written."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from imgcif_map.cli.app import app

PAGE = (Path(__file__).parents[2] / "docs/how-to/export-a-mapping.md").read_text(encoding="utf-8")


def blocks(kind: str) -> list[str]:
    return re.findall(rf"^```{kind}\n(.*?)^```", PAGE, re.M | re.S)


def run(command: str) -> int:
    with pytest.raises(SystemExit) as ended:
        app(command.removeprefix("imgcif-map ").split())
    return int(ended.value.code or 0)


def test_the_commands_at_the_top(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    commands = blocks("")[0].splitlines()
    assert len(commands) == 5
    for command in commands:
        assert run(command) == 0, capsys.readouterr()
        written = tmp_path / command.rpartition(" ")[2]
        assert written.stat().st_size > 10_000


def test_the_concordance_is_the_one_of_the_mapping(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    mapping, better = blocks("yaml")
    Path("lab.yaml").write_text(mapping, encoding="utf-8")
    (command,) = re.findall(r"`(imgcif-map mapping export lab\.yaml[^`]*)`", PAGE)
    assert run(command) == 0
    printed = capsys.readouterr().out
    assert blocks("csv") == [printed]
    assert run("mapping lint lab.yaml") == 0, capsys.readouterr()
    assert run("rdf mapping lab.yaml") == 0
    assert "https://w3id.org/cif/source/lab#" in capsys.readouterr().out
    plain = re.search(r"^  _diffrn_source.beamline: .*\n", mapping, re.M)[0]
    Path("lab.yaml").write_text(mapping.replace(plain, better), encoding="utf-8")
    assert run(command) == 0
    assert "BEAMLINE,_diffrn_source.beamline,broad," in capsys.readouterr().out


def test_the_codes_are_those_of_the_checks():
    from imgcif_map.rules.codes import pages

    named = set(re.findall(r"MAP\d{3}", PAGE))
    assert named
    assert named <= set(pages())
