"""The cache: right when warm, and never more than a loss of time when anything is wrong."""

from __future__ import annotations

import json
from dataclasses import fields
from pathlib import Path

import pytest

from imgcif_map.dictionary import cache, codec, manifest
from imgcif_map.dictionary.codec import decode, encode
from imgcif_map.dictionary.load import load_dictionary
from imgcif_map.dictionary.locate import locate
from imgcif_map.dictionary.manifest import compile_packaged
from imgcif_map.dictionary.model import Dictionary
from imgcif_map.resources import cache_dir, packaged_dir, user_data_dir
from tests.dictionary.small import dictionary, head, imports, item, plain


def _entries() -> list[Path]:
    return sorted((cache_dir() / "dictionaries").glob("*"))


def _same(one: Dictionary, two: Dictionary) -> bool:
    return all(getattr(one, f.name) == getattr(two, f.name) for f in fields(one))


@pytest.fixture
def top(tmp_path: Path) -> Path:
    rich = (
        "_type.dimension '[3,3]'\n_enumeration.range 0.0:\n_enumeration.def_index_ids ['_a.b']\n"
        "_alias.definition_id '_élan'\nloop_\n_enumeration_defaults.index\n"
        '_enumeration_defaults.value\n[H] 1\n[He] "a\tb"\n'
    )
    plain(tmp_path, "base.dic", "BASE", item("_thing.rich", rich))
    tables = imports("'file':base.dic 'save':base_head 'mode':Full", "'file':no.dic 'save':x")
    return dictionary(tmp_path, "top.dic", "TOP", head("TOP", tables), item("_thing.top"))


@pytest.fixture
def compilations(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Grows by one entry for each compilation."""
    from imgcif_map.dictionary import compile as module

    counted: list[int] = []
    original = module.compile_files

    def count(*args: object) -> object:
        counted.append(1)
        return original(*args)  # type: ignore[arg-type]

    monkeypatch.setattr(module, "compile_files", count)
    return counted


def test_a_warm_load_equals_the_cold_one(top: Path, compilations: list[int]) -> None:
    cold, warm = load_dictionary(top), load_dictionary(top)
    assert _same(cold, warm)
    assert list(warm.definitions) == list(cold.definitions)
    assert len(warm.definitions) == 3
    assert "_thing.rich" in warm.definitions
    assert warm.definitions["_thing.rich"] is warm.definitions["_thing.rich"]
    assert warm.problems == cold.problems != ()
    assert len(compilations) == 1
    assert len(_entries()) == 1


def test_the_packaged_dictionary_survives_the_cache(compilations: list[int]) -> None:
    cold, warm = load_dictionary(), load_dictionary()
    assert _same(cold, warm)
    assert len(compilations) == 1


@pytest.mark.parametrize("which", ["top.dic", "base.dic"])
def test_a_changed_part_is_noticed(top: Path, which: str, compilations: list[int]) -> None:
    load_dictionary(top)
    part = top.parent / which
    part.write_text(part.read_text("utf-8") + item("_thing.more"), "utf-8")
    assert "_thing.more" in load_dictionary(top).definitions
    assert len(compilations) == 2
    assert len(_entries()) == 2


def test_a_change_of_same_length_and_time_is_noticed(top: Path) -> None:
    import os

    load_dictionary(top)
    before = top.stat()
    top.write_text(top.read_text("utf-8").replace("_thing.top", "_thing.pot"), "utf-8")
    os.utime(top, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert "_thing.pot" in load_dictionary(top).definitions


def test_a_missing_part_that_turns_up_and_goes_is_noticed(top: Path) -> None:
    assert any("no.dic" in line for line in load_dictionary(top).problems)
    plain(top.parent, "no.dic", "NO", item("_thing.late"))
    assert not any("not on the import path" in x for x in load_dictionary(top).problems)
    (top.parent / "no.dic").unlink()
    assert any("not on the import path" in x for x in load_dictionary(top).problems)


def test_another_file_of_the_same_name_takes_precedence(tmp_path: Path) -> None:
    table = imports("'file':part.dic 'save':part_head 'mode':Full")
    top = dictionary(tmp_path / "top", "top.dic", "TOP", head("TOP", table))
    plain(tmp_path / "a", "part.dic", "PART", item("_thing.a"))
    plain(tmp_path / "b", "part.dic", "PART", item("_thing.b"))
    for first, second in (("a", "b"), ("b", "a"), ("a", "b")):
        found = load_dictionary(top, import_paths=[tmp_path / first, tmp_path / second])
        assert f"_thing.{first}" in found.definitions
        assert f"_thing.{second}" not in found.definitions
        assert found.parts[1].path == str(tmp_path / first / "part.dic")
    plain(user_data_dir() / "dictionaries", "part.dic", "PART", item("_thing.user"))
    assert "_thing.user" in load_dictionary(top).definitions


def test_the_same_content_elsewhere_is_served_with_the_right_paths(
    tmp_path: Path, compilations: list[int]
) -> None:
    for folder in ("one", "two"):
        found = load_dictionary(plain(tmp_path / folder, "top.dic", "TOP"))
        assert found.parts[0].path == str(tmp_path / folder / "top.dic")
    assert len(compilations) == 1


@pytest.mark.parametrize(
    "damage",
    [
        lambda text: "",
        lambda text: text[: len(text) // 2],
        lambda text: text.replace("_thing.top", "_thing.pot"),
        lambda text: "{}\n" + text,
        lambda text: "[1,2]\n" + text.partition("\n")[2],
        lambda text: text.replace('"parts":[', '"parts":[9,', 1),
        lambda text: text.replace('"format":', '"format":9', 1),
        lambda text: "\x00" * len(text),
    ],
)
def test_a_damaged_entry_is_compiled_again(
    top: Path, compilations: list[int], damage: object
) -> None:
    cold = load_dictionary(top)
    (entry,) = _entries()
    entry.write_text(damage(entry.read_text("utf-8")), "utf-8")  # type: ignore[operator]
    assert _same(load_dictionary(top), cold)
    assert len(compilations) == 2
    assert _same(load_dictionary(top), cold)
    assert len(compilations) == 2


def test_bytes_that_are_no_text(top: Path) -> None:
    cold = load_dictionary(top)
    (entry,) = _entries()
    entry.write_bytes(b"\xff\xfe\x00")
    assert _same(load_dictionary(top), cold)


def test_a_cache_folder_that_cannot_be(
    top: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, compilations: list[int]
) -> None:
    blocker = tmp_path / "a-file"
    blocker.write_text("in the way", "utf-8")
    monkeypatch.setenv("IMGCIF_MAP_CACHE_DIR", str(blocker / "below"))
    assert _same(load_dictionary(top), load_dictionary(top))
    assert len(compilations) == 2


def test_a_cache_folder_that_cannot_be_written(
    top: Path, monkeypatch: pytest.MonkeyPatch, compilations: list[int]
) -> None:
    import tempfile

    def refuse(*args: object, **kwargs: object) -> tuple[int, str]:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(tempfile, "mkstemp", refuse)
    assert _same(load_dictionary(top), load_dictionary(top))
    assert len(compilations) == 2
    assert _entries() == []


def test_a_folder_in_place_of_an_entry(top: Path, compilations: list[int]) -> None:
    load_dictionary(top)
    (entry,) = _entries()
    entry.unlink()
    entry.mkdir()
    assert "_thing.top" in load_dictionary(top).definitions
    assert len(compilations) == 2


def test_old_entries_are_removed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cache, "MAX_ENTRIES", 3)
    for number in range(5):
        load_dictionary(plain(tmp_path, "top.dic", "TOP", item(f"_thing.n{number}")))
    assert len(_entries()) == 3
    assert cache.fetch(locate([tmp_path / "top.dic"], [])) is not None


def test_entries_hold_no_paths_and_are_plain_json(top: Path) -> None:
    load_dictionary(top)
    (entry,) = _entries()
    text = entry.read_text("utf-8")
    assert str(top.parent) not in text
    assert all(json.loads(line) for line in text.split("\n"))


def test_codec_alone(top: Path) -> None:
    found = load_dictionary(top)
    again = decode(encode(found), [Path(part.path) for part in found.parts])
    assert _same(found, again)
    with pytest.raises(ValueError, match="zip"):
        decode(encode(found), [])
    with pytest.raises(KeyError):
        again.definitions["_no.such"]


@pytest.mark.usefixtures("wheel")
def test_what_the_wheel_brings_serves_without_a_cache(compilations: list[int]) -> None:
    for name in ("cif_img.dic", "ddl.dic"):
        assert len(load_dictionary(name).definitions) > 70
    assert compilations == []
    assert _entries() == []


def test_compiled_files_are_the_same_every_time(
    compiled: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(manifest, "PACKAGED", ("ddl.dic",))
    (again,) = compile_packaged(packaged_dir("dictionaries"), tmp_path / "again")
    assert again.read_bytes() == (compiled / again.name).read_bytes()


@pytest.mark.usefixtures("wheel")
def test_a_warm_load_makes_only_what_is_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[str] = []
    real = codec._definition
    monkeypatch.setattr(codec, "_definition", lambda row: made.append(row["id"]) or real(row))
    loaded = load_dictionary()
    assert made == []
    assert loaded.definitions["_axis.vector[1]"] is loaded.definitions["_axis.vector[1]"]
    assert made == ["_axis.vector[1]"]
