"""Run again: what changed is written, what is gone is taken out, the rest is not touched."""

from __future__ import annotations

import json

import pytest

from imgcif_map.errors import UnreadableInput, UsageError
from tests.bundle.data import CIF, made, put, tree


@pytest.fixture
def two(tmp_path):
    for number in range(2):
        put(tmp_path / "in", number)
    made(tmp_path / "in", tmp_path / "out")
    return tmp_path


def times(folder):
    return {p: (p.stat().st_mtime_ns, p.stat().st_ino) for p in folder.rglob("*") if p.is_file()}


def test_equal_input_gives_equal_bytes(two):
    made(two / "in", two / "other")
    assert tree(two / "other") == tree(two / "out")


def test_nothing_changed_nothing_is_written(two):
    before = times(two / "out")
    again = made(two / "in", two / "out", day="2027-01-01")
    assert again.written == again.removed == ()
    assert len(again.entries) == 2
    assert times(two / "out") == before


def test_a_changed_one_is_written_alone(two):
    before = times(two / "out")
    path = two / "in" / "d1" / "catalogue.yaml"
    path.write_text(path.read_text().replace("Thaumatin at", "Lysozyme at"))
    again = made(two / "in", two / "out", day="2026-06-01")
    (name,) = again.written
    for file, known in times(two / "out").items():
        if "dataset" in file.parts and name not in file.parts:
            assert known == before[file]
    sitemap = (two / "out" / "sitemap.xml").read_text()
    assert "2026-06-01" in sitemap
    assert "2026-05-01" in sitemap
    assert "Lysozyme" in (two / "out" / "catalog.ttl").read_text()


def test_a_removed_one_is_taken_out(two):
    (two / "in" / "d1" / "scan.cif").unlink()
    again = made(two / "in", two / "out")
    (gone,) = again.removed
    assert not (two / "out" / "dataset" / gone).exists()
    for path, data in tree(two / "out").items():
        assert gone.encode() not in data, path


def test_a_file_that_moved_keeps_its_page(two):
    before = times(two / "out")
    (two / "in" / "d1").rename(two / "in" / "elsewhere")
    again = made(two / "in", two / "out", day="2027-01-01")
    assert again.written == again.removed == ()
    pages = {path for path in before if path.name != "bundle.json"}
    after = times(two / "out")
    assert {path: after[path] for path in pages} == {path: before[path] for path in pages}


def test_pages_that_are_no_longer_there_are_taken_out(two):
    made(two / "in", two / "out", size=1)
    assert (two / "out" / "catalog-2.ttl").exists()
    made(two / "in", two / "out", size=2)
    assert not (two / "out" / "catalog-2.ttl").exists()
    assert not list((two / "out" / "oai").glob("*-2.xml"))


def test_a_lost_file_is_made_again(two):
    page = next((two / "out" / "dataset").glob("*/index.html"))
    text = page.read_bytes()
    page.unlink()
    made(two / "in", two / "out")
    assert page.read_bytes() == text


def test_a_broken_file_does_not_lose_the_rest(two):
    (two / "in" / "bad.cif").write_bytes(b"\x00\x01\x02")
    built = made(two / "in", two / "out")
    assert len(built.entries) == 2
    assert len(built.broken) == 1
    assert "bad.cif" in built.broken[0].message


def test_of_one_that_broke_the_pages_stay(two):
    (two / "in" / "d0" / "catalogue.yaml").write_text("catalogue: {title: [")
    built = made(two / "in", two / "out")
    assert len(built.entries) == 2
    assert len(built.broken) == 1
    (two / "in" / "d0" / "catalogue.yaml").write_text("catalogue: {title: Again}")
    assert not made(two / "in", two / "out").broken


def test_the_same_data_set_twice_is_reported(two):
    put(two / "in" / "again", 0)
    built = made(two / "in", two / "out")
    assert len(built.entries) == 2
    assert "the same data set" in built.broken[0].message


def test_an_archive_beside_the_file_is_looked_at_again(two):
    cif = CIF.replace("https://example.org/scan.tgz", "scan.tgz")
    put(two / "in", 5, cif, "catalogue: {base_url: 'https://example.org/'}")
    archive = two / "in" / "d5" / "scan.tgz"
    archive.write_bytes(b"one")
    made(two / "in", two / "out")
    archive.write_bytes(b"another")
    again = made(two / "in", two / "out")
    assert len(again.written) == 1


def test_nothing_left_over(two):
    left = [path for path in two.rglob("*") if path.name.startswith(".")]
    assert left == []


def test_an_interrupted_run_changes_nothing_that_is_seen(two, monkeypatch):
    import imgcif_map.bundle.build as build

    before = tree(two / "out")
    put(two / "in", 2)

    def stopped(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(build, "indexes", stopped)
    with pytest.raises(KeyboardInterrupt):
        made(two / "in", two / "out")
    after = tree(two / "out")
    assert {path: after[path] for path in before} == before
    monkeypatch.undo()
    assert len(made(two / "in", two / "out").entries) == 3


def test_a_folder_that_is_no_bundle_is_not_touched(tmp_path):
    put(tmp_path / "in", 0)
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "mine.txt").write_text("mine")
    with pytest.raises(UsageError, match="not empty"):
        made(tmp_path / "in", tmp_path / "out")
    assert list(tree(tmp_path / "out")) == ["mine.txt"]


@pytest.mark.parametrize("text", ["[", "[]", '{"files": 3}', "[" * 100_000])
def test_a_broken_manifest(two, text):
    (two / "out" / "bundle.json").write_text(text)
    with pytest.raises(UnreadableInput):
        made(two / "in", two / "out")


def test_a_hostile_manifest_removes_nothing_outside(two):
    path = two / "out" / "bundle.json"
    known = json.loads(path.read_text())
    known["files"] += ["../mine.txt", "/etc/hosts", "oai/../../mine.txt"]
    known["datasets"][0]["name"] = "../.."
    path.write_text(json.dumps(known))
    (two / "mine.txt").write_text("mine")
    made(two / "in", two / "out")
    assert (two / "mine.txt").read_text() == "mine"


def test_common_facts_of_a_folder(tmp_path):
    for number in range(2):
        (put(tmp_path / "in" / "all", number).parent / "catalogue.yaml").unlink()
    shared = "catalogue: {title: Not of all, licence: CC0-1.0, publisher: {name: Lab}}"
    (tmp_path / "in" / "catalogue.yaml").write_text(shared)
    own = tmp_path / "in" / "all" / "d0" / "scan.catalogue.yaml"
    own.write_text("catalogue: {title: Mine}")
    built = made(tmp_path / "in", tmp_path / "out")
    assert {e.licence for e in built.entries} == {
        "https://creativecommons.org/publicdomain/zero/1.0/"
    }
    assert "Mine" in {e.title for e in built.entries}
    assert "Not of all" not in {e.title for e in built.entries}
