"""Finding mapping files by id, and the chain of what each extends."""

from __future__ import annotations

from pathlib import Path

import pytest

from imgcif_map.errors import MappingError, Place, UnreadableInput
from imgcif_map.mapping.load import chain, find_mapping, load_all, load_file
from tests.mapping.loading.files import load, write


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "overlays").mkdir()
    write(tmp_path, "abstract: true\n", "base")
    write(tmp_path, "extends: base\nsource: {format: nexus}\n", "nxmx")
    write(tmp_path / "overlays", "extends: nxmx\nwhen: a = 1\npriority: 3\n", "quirk")
    (tmp_path / "profile.yaml").write_text("required: [_cell.z]\n")
    return tmp_path


def test_headers(folder: Path) -> None:
    files = {file.id: file for file in load_all([folder])}
    assert {name: file.kind for name, file in files.items()} == {
        "base": "form", "nxmx": "format", "quirk": "overlay",
    }  # fmt: skip
    assert files["nxmx"].source_format == "nexus"
    assert (files["quirk"].priority, files["quirk"].extends) == (3, "nxmx")
    assert files["quirk"].when is not None


def test_an_overlay_without_when_and_a_mapping_on_its_own(tmp_path: Path) -> None:
    assert load(tmp_path, "extends: nxmx\n", "a").kind == "overlay"
    assert load(tmp_path, "title: alone\n", "b").kind == "format"


def test_by_id_and_by_path(folder: Path) -> None:
    assert find_mapping("nxmx", [folder]) == folder / "nxmx.yaml"
    assert find_mapping("quirk", [folder]) == folder / "overlays" / "quirk.yaml"
    assert find_mapping(folder / "base.yaml", []) == folder / "base.yaml"


def test_the_id_counts_not_the_file_name(folder: Path) -> None:
    (folder / "other.yaml").write_text("imgcif_map: 1\nid: real\n")
    assert find_mapping("real", [folder]) == folder / "other.yaml"
    with pytest.raises(MappingError, match="no mapping 'other'"):
        find_mapping("other", [folder])


def test_the_first_folder_wins(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    own = tmp_path_factory.mktemp("own")
    write(own, "title: mine\n", "nxmx")
    assert find_mapping("nxmx", [own, folder]) == own / "nxmx.yaml"
    titles = {file.id: file.title for file in load_all([own, folder])}
    assert titles["nxmx"] == "mine"


def test_the_users_folder_comes_first_by_default(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("IMGCIF_MAP_DATA_DIR", str(tmp_path))
    (tmp_path / "mappings").mkdir()
    write(tmp_path / "mappings", "title: mine\n", "base")
    assert find_mapping("base") == tmp_path / "mappings" / "base.yaml"


def test_unknown_id_and_path(folder: Path) -> None:
    with pytest.raises(MappingError, match="did you mean 'nxmx'"):
        find_mapping("nxmxx", [folder])
    with pytest.raises(MappingError, match="known are base, nxmx, quirk"):
        find_mapping("zzz", [folder])
    with pytest.raises(UnreadableInput, match="no such file"):
        find_mapping("somewhere/nxmx.yaml", [folder])


def test_chain(folder: Path) -> None:
    files = load_all([folder])
    quirk = load_file(folder / "overlays" / "quirk.yaml")
    assert [file.id for file in chain(quirk, files)] == ["base", "nxmx", "quirk"]


def test_chain_mistakes(tmp_path: Path) -> None:
    one = load(tmp_path, "extends: two\n", "one")
    two = load(tmp_path, "extends: one\n", "two")
    with pytest.raises(MappingError, match="extends itself") as caught:
        chain(one, [one, two])
    assert caught.value.place == Place(str(tmp_path / "two.yaml"), 3, 10)
    with pytest.raises(MappingError, match=r"no mapping 'two' .did you mean 'too'"):
        chain(one, [load(tmp_path, "title: x\n", "too")])


def test_a_broken_file_among_others_is_named(folder: Path) -> None:
    """By whom it stands in the way of: all, if its head cannot be read; else those who want it."""
    (folder / "bad.yaml").write_text("imgcif_map: 1\nid: bad\ntitle: [\n")
    with pytest.raises(MappingError, match=r"bad\.yaml:"):
        load_all([folder])
    (folder / "bad.yaml").write_text("imgcif_map: 1\nid: bad\nlet: [\n")
    assert "bad" in {file.id for file in load_all([folder])}
    with pytest.raises(MappingError, match=r"bad\.yaml:"):
        load_file(folder / "bad.yaml")


def test_a_folder_is_no_mapping(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / "nxmx").mkdir()
    monkeypatch.chdir(folder)
    for name in (folder, folder / "overlays", "overlays", ".", "./overlays"):
        with pytest.raises(UnreadableInput, match="is a folder"):
            find_mapping(name, [folder])
    assert find_mapping("nxmx", [folder]) == folder / "nxmx.yaml"
