"""Installing dictionaries, facts about them, and the folders of :mod:`imgcif_map.resources`."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from imgcif_map import resources
from imgcif_map.dictionary.info import dictionary_info, format_info
from imgcif_map.dictionary.install import install_dictionaries
from imgcif_map.dictionary.load import load_dictionary
from imgcif_map.errors import UnreadableInput, UsageError
from tests.dictionary.small import dictionary, frame, head, imports, item, plain


@pytest.mark.usefixtures("wheel")
def test_installed_dictionaries_take_precedence(tmp_path: Path) -> None:
    before = load_dictionary("cif_img.dic")
    core = plain(tmp_path, "cif_core.dic", "CIF_CORE", item("_thing.mine"))
    table = imports("'file':cif_core.dic 'save':cif_core_head 'mode':Full")
    img = dictionary(tmp_path, "cif_img.dic", "CIF_IMG", head("CIF_IMG", table), version="9.0.0")
    installed = install_dictionaries([core, img])
    folder = resources.user_data_dir() / "dictionaries"
    assert installed == [folder / "cif_core.dic", folder / "cif_img.dic"]
    assert installed[0].read_bytes() == core.read_bytes()
    after = load_dictionary("cif_img.dic")
    assert (before.version, after.version) == ("1.8.9", "9.0.0")
    assert "_thing.mine" in after.definitions
    assert [Path(part.path).parent for part in after.parts] == [folder, folder]


@pytest.mark.usefixtures("wheel")
def test_an_installed_part_is_used_by_a_packaged_dictionary(tmp_path: Path) -> None:
    assert "_thing.mine" not in load_dictionary("cif_img.dic").definitions
    core = plain(tmp_path, "cif_core.dic", "CIF_CORE", item("_thing.mine"))
    install_dictionaries([core])
    assert "_thing.mine" in load_dictionary("cif_img.dic").definitions


def test_a_folder_is_installed_whole(tmp_path: Path) -> None:
    folder = tmp_path / "many"
    plain(folder, "b.dic", "B")
    dictionary(folder, "a.cif", "A", frame("x", "_units.code none"), kind="Template")
    (folder / "notes.txt").write_text("no dictionary", "utf-8")
    assert [path.name for path in install_dictionaries([folder])] == ["a.cif", "b.dic"]
    (tmp_path / "empty").mkdir()
    with pytest.raises(UnreadableInput, match="has no dictionaries"):
        install_dictionaries([tmp_path / "empty"])


def test_a_template_can_be_installed(tmp_path: Path) -> None:
    template = dictionary(
        tmp_path, "templ.cif", "TEMPL", frame("x", "_units.code none"), kind="Template"
    )
    assert install_dictionaries([template])[0].is_file()


@pytest.mark.parametrize(
    "text", ["", "data_x\n_cell.length_a 1\n", "data_x\n_dictionary.title X\n"]
)
def test_nothing_is_installed_if_one_file_is_no_dictionary(tmp_path: Path, text: str) -> None:
    good, bad = plain(tmp_path, "good.dic", "GOOD"), tmp_path / "bad.dic"
    bad.write_text(text, "utf-8")
    with pytest.raises(UnreadableInput, match=r"bad\.dic"):
        install_dictionaries([good, bad])
    assert resources.dictionary_paths() == [resources.packaged_dir("dictionaries")]


def test_a_damaged_dictionary_is_not_installed(tmp_path: Path) -> None:
    path = plain(tmp_path, "cut.dic", "CUT")
    path.write_text(path.read_text("utf-8") + "save_open\n_definition.id 'never closed\n", "utf-8")
    with pytest.raises(UnreadableInput, match="not a sound dictionary"):
        install_dictionaries([path])
    with pytest.raises(UnreadableInput):
        install_dictionaries([tmp_path / "gone.dic"])


def test_two_files_of_one_name(tmp_path: Path) -> None:
    paths = [plain(tmp_path / folder, "a.dic", "A") for folder in "xy"]
    with pytest.raises(UsageError, match=r"two files are called a\.dic"):
        install_dictionaries(paths)


def test_a_data_folder_that_cannot_be(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = plain(tmp_path, "a.dic", "A")
    monkeypatch.setenv(resources.DATA_VARIABLE, str(path / "below"))
    with pytest.raises(UsageError, match="cannot make the folder"):
        install_dictionaries([path])


def test_info(tmp_path: Path) -> None:
    table = imports("'file':gone.dic 'save':x 'mode':Full")
    alias = "_alias.definition_id '_old'\n"
    path = plain(tmp_path, "top.dic", "TOP", item("_thing.x", alias), imported=table)
    found = load_dictionary(path)
    info = dictionary_info(found)
    assert json.loads(json.dumps(info)) == info
    assert info["title"] == "TOP"
    assert (info["version"], info["date"]) == ("1.0.0", "2026-01-02")
    assert info["uri"] == "https://example.org/TOP.dic"
    assert info["categories"] == {"head": 1, "loop": 1}
    assert (info["items"], info["aliases"], len(info["problems"])) == (2, 1, 1)
    assert info["parts"][0]["licence"] is None
    text = format_info(found)
    for words in ("TOP 1.0.0", "none stated", "gone.dic", str(path), info["parts"][0]["sha256"]):
        assert words in text


def test_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, root: Path) -> None:
    assert resources.cache_dir() == tmp_path / "user-cache"
    assert resources.user_data_dir() == tmp_path / "user-data"
    assert resources.dictionary_paths() == [root / "dictionaries"]
    assert resources.mapping_paths() == [root / "mappings"]
    (tmp_path / "user-data" / "mappings").mkdir(parents=True)
    assert resources.mapping_paths() == [tmp_path / "user-data" / "mappings", root / "mappings"]
    assert resources.compiled_dictionary_paths() == []
    for variable in (resources.DATA_VARIABLE, resources.CACHE_VARIABLE):
        monkeypatch.setenv(variable, "")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    assert "imgcif-map" in str(resources.user_data_dir())
    assert "imgcif-map" in str(resources.cache_dir())
    assert resources.user_data_dir() != resources.cache_dir()


def test_an_installed_copy_looks_only_into_itself(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = tmp_path / "site" / "imgcif_map"
    (tmp_path / "site" / "mappings").mkdir(parents=True)
    (package / "_data" / "dictionaries").mkdir(parents=True)
    (package / "_data" / "compiled").mkdir()
    monkeypatch.setattr(resources, "__file__", str(package / "resources.py"))
    assert resources.dictionary_paths() == [package / "_data" / "dictionaries"]
    assert resources.compiled_dictionary_paths() == [package / "_data" / "compiled"]
    assert resources.mapping_paths() == []
