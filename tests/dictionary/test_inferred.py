"""Links that a dictionary forgot, told from the names of its items."""

from __future__ import annotations

from pathlib import Path

import pytest

from imgcif_map.cif.reader import read_cif
from imgcif_map.dictionary.load import load_dictionary
from tests.dictionary.small import category, dictionary, head, item

LINK = "_type.purpose Link\n_name.linked_item_id '{}'\n"
WORD = "_type.container Single\n_type.contents Word\n"


def _inferred(folder: Path, *frames: str) -> dict[str, str]:
    made = dictionary(folder, "top.dic", "TOP", head("TOP"), *frames)
    return dict(load_dictionary(made).inferred_links)


def _parent(name: str = "array") -> str:
    return category(name, "TOP", f"_{name}.id") + item(f"_{name}.id", WORD)


def _child(name: str, parent: str = "_array.id", more: str = WORD) -> str:
    return category(name, "TOP") + item(f"_{name}.array_id", LINK.format(parent) + more)


FORGOTTEN = category("size", "TOP", "_size.array_id") + item("_size.array_id", WORD)


def test_two_links_of_one_mind_are_enough(tmp_path: Path) -> None:
    found = _inferred(tmp_path, _parent(), _child("a"), _child("b", "_a.array_id"), FORGOTTEN)
    assert found == {"_size.array_id": "_array.id"}


@pytest.mark.parametrize(
    "frames",
    [
        pytest.param([_parent(), _child("a"), FORGOTTEN], id="one link alone"),
        pytest.param(
            [_parent(), _parent("other"), _child("a"), _child("b", "_other.id"), FORGOTTEN],
            id="links that disagree",
        ),
        pytest.param(
            [
                category("array", "TOP", "_array.name") + item("_array.id", WORD),
                *(_child("a"), _child("b"), FORGOTTEN),
            ],
            id="no key at the end",
        ),
        pytest.param(
            [
                *(_parent(), _child("a"), _child("b")),
                category("size", "TOP") + item("_size.array_id", "_type.contents Real\n"),
            ],
            id="another type",
        ),
        pytest.param(
            [_child("a", "_b.array_id"), _child("b", "_a.array_id"), FORGOTTEN], id="a circle"
        ),
    ],
)
def test_no_consensus_no_link(tmp_path: Path, frames: list[str]) -> None:
    assert _inferred(tmp_path, *frames) == {}


def test_a_name_that_is_no_reference_says_nothing(tmp_path: Path) -> None:
    keys = "".join(
        category(name, "TOP") + item(f"_{name}.id", LINK.format("_array.id") + WORD)
        for name in ("a", "b")
    )
    other = category("c", "TOP", "_c.id") + item("_c.id", WORD)
    assert _inferred(tmp_path, _parent(), keys, other) == {}


@pytest.mark.parametrize("name", ["cif_img.dic", "cif_img_variant.dic"])
def test_the_text_of_each_definition_confirms_it(shared: Path, name: str) -> None:
    folder = shared / "dictionaries"
    frames = [f for n in (name, "cif_img.dic") for f in read_cif(folder / n).blocks[0].frames]
    texts: dict[str, str] = {}
    for frame in frames:
        found, text = frame.column("_definition.id"), frame.column("_description.text")
        if found is not None and text is not None:
            texts.setdefault(found.texts()[0].casefold(), text.texts()[0])
    inferred = load_dictionary(folder / name).inferred_links
    assert len(inferred) >= 8
    for child, parent in inferred.items():
        assert "pointer to" in texts[child], child
        assert parent in texts[child], child


def test_none_is_inferred_in_the_core(shared: Path) -> None:
    assert load_dictionary(shared / "dictionaries" / "cif_core.dic").inferred_links == {}
