"""The head of a mapping is read without its body, and says what the whole would."""

from __future__ import annotations

from itertools import product
from pathlib import Path
from string import ascii_lowercase

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imgcif_map.errors import MappingError
from imgcif_map.mapping.heads import BODY, head
from imgcif_map.mapping.load import load_all
from imgcif_map.mapping.yamltree import Map, find, parse_yaml
from imgcif_map.resources import mapping_paths
from tests.support.patience import ends

FILES = [Path(file.path) for file in load_all(mapping_paths())]
HEAD = "imgcif_map: 1\nid: x\nlicense: CC0-1.0\n"


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_it_is_what_the_whole_file_says(path: Path) -> None:
    """Sections of the head alike to the place, those of the body there by name."""
    text = path.read_text(encoding="utf-8")
    found = head(text)
    assert found is not None
    short, names = found
    whole, part = parse_yaml(text, "x"), parse_yaml(short, "x")
    assert isinstance(whole, Map)
    assert isinstance(part, Map)
    assert names == set(whole.entries)
    assert set(whole.entries) - set(part.entries) <= BODY
    for name in set(part.entries) - BODY:
        assert part.entries[name] == whole.entries[name]
        assert find(part, (name,)) == find(whole, (name,))
    assert short.count("\n") == text.count("\n")


@pytest.mark.parametrize(
    "text",
    [
        "a: 1\n'b': 2\n",
        "a: 1\n? b\n: 2\n",
        "{a: 1}\n",
        "- a\n",
        "--- \na: 1\n",
        "a: 1\na: 2\n",
        "a : 1\n",
        "a: 1\rb: 2\n",
        "a: 1\u2028b: 2\n",
        "a: 'one\ntwo'\n",
        "a:1\n",
    ],
)
def test_where_it_cannot_be_told(text: str) -> None:
    assert head(text) is None


@given(st.text("ab:'\"# \n-\r\u2028{}[]|>x", max_size=40))
def test_any_text_keeps_its_lines(text: str) -> None:
    found = head(f"id: x\n{text}")
    if found is not None:
        assert found[0].count("\n") == text.count("\n") + 1
        assert "id" in found[1]


def test_a_hundred_thousand_sections() -> None:
    names = ["".join(letters) for letters in product(ascii_lowercase, repeat=4)][:100_000]
    with ends():
        found = head("".join(f"{name}: 1\n" for name in names))
    assert found is not None
    assert found[1] == set(names)


def test_a_broken_body_is_met_when_it_is_needed(tmp_path: Path) -> None:
    (tmp_path / "x.yaml").write_text(f"{HEAD}items: {{a: [}}\n")
    (file,) = load_all([tmp_path])
    assert (file.id, file.kind) == ("x", "format")
    with pytest.raises(MappingError, match=r"x\.yaml:4:\d+"):
        file.data  # noqa: B018


def test_a_broken_head_is_met_at_once(tmp_path: Path) -> None:
    (tmp_path / "x.yaml").write_text(f"{HEAD}title: [\nitems: {{}}\n")
    with pytest.raises(MappingError, match=r"x\.yaml:\d+:\d+"):
        load_all([tmp_path])


def test_a_section_that_is_none_is_refused(tmp_path: Path) -> None:
    """Text in quotes may go on at the beginning of a line, where it looks like a section."""
    (tmp_path / "x.yaml").write_text(f'{HEAD}items: {{_axis.id: "a\nbecause: b"}}\n')
    (file,) = load_all([tmp_path])
    with pytest.raises(MappingError) as caught:
        file.data  # noqa: B018
    assert "'because:' at the beginning of a line" in str(caught.value)
    assert "indent" in caught.value.hint


def test_a_changed_file_is_read_anew(tmp_path: Path) -> None:
    path = tmp_path / "x.yaml"
    path.write_text(f"{HEAD}items: {{_axis.id: a}}\n")
    (before,) = load_all([tmp_path])
    path.write_text(f"{HEAD}items: {{_axis.id: b}}\n")
    (after,) = load_all([tmp_path])
    assert before.data.get("items").get("_axis.id").text == "a"
    assert after.data.get("items").get("_axis.id").text == "b"
