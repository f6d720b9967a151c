"""From names to files."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from imgcif_map.errors import UsageError
from imgcif_map.project.inputs import expand
from imgcif_map.project.nearest import Projects


@pytest.fixture
def tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in (
        "b.cif", "a.CIF", "notes.txt", "deep/c.imgcif", "deep/er/d.cbf", ".hidden/e.cif",
        "old/f.cif", "deep/old/g.dic", "deep/.venv/h.dic",
    ):  # fmt: skip
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("data_x\n")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_a_folder_without_hidden_ones(tree: Path) -> None:
    assert expand(["."]) == [
        "a.CIF", "b.cif", "deep/c.imgcif", "deep/er/d.cbf", "deep/old/g.dic", "old/f.cif"
    ]  # fmt: skip
    assert expand(["."], suffixes=(".dic",)) == ["deep/old/g.dic"]
    assert expand([".hidden"]) == [".hidden/e.cif"]


def test_exclude_is_heeded_in_folders_and_not_for_what_is_named(tree: Path) -> None:
    (tree / "imgcif-map.toml").write_text("exclude = ['old', 'deep/*.imgcif']\n")
    assert expand(["."], Projects()) == ["a.CIF", "b.cif", "deep/er/d.cbf"]
    assert expand(["old/f.cif"], Projects()) == ["old/f.cif"]
    assert expand(["old/f.cif", "-", "b.cif"], Projects(), force_exclude=True) == ["-", "b.cif"]
    assert "old/f.cif" in expand(["."], Projects(look=False))


def test_a_project_below_decides_for_its_own_folder(tree: Path) -> None:
    (tree / "imgcif-map.toml").write_text("exclude = ['old']\n")
    (tree / "deep/imgcif-map.toml").write_text("exclude = ['er']\n")
    assert expand(["."], Projects()) == ["a.CIF", "b.cif", "deep/c.imgcif", "deep/old/g.dic"]


def test_each_file_once_in_the_order_given(tree: Path) -> None:
    assert expand(["old", "b.cif", "old/*.cif", "-", "b.cif"]) == ["old/f.cif", "b.cif", "-"]


def test_patterns(tree: Path) -> None:
    assert expand(["*.cif"]) == ["b.cif"]
    assert expand(["**/*.cif"]) == ["b.cif", "old/f.cif"]
    assert expand(["dee[p]"]) == ["deep/c.imgcif", "deep/er/d.cbf", "deep/old/g.dic"]
    odd = tree / "scan[1].cif"
    odd.write_text("data_x\n")
    assert expand(["scan[1].cif"]) == ["scan[1].cif"]


@pytest.mark.parametrize("name", ["none*.cif", "empty"])
def test_nothing_there(name: str, tree: Path) -> None:
    (tree / "empty").mkdir()
    with pytest.raises(UsageError, match=r"no such files|no CIF files"):
        expand([name])


def test_what_is_missing_is_left_to_the_reader(tree: Path) -> None:
    assert expand(["missing.cif"]) == ["missing.cif"]


@pytest.mark.skipif(not hasattr(os, "symlink"), reason="no links on this system")
def test_a_folder_that_contains_itself(tree: Path) -> None:
    (tree / "deep/loop").symlink_to(tree / "deep", target_is_directory=True)
    assert len(expand(["deep"])) == 3
