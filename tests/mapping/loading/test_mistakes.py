"""Messages for typical mistakes: where they point and what they say."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from imgcif_map.errors import MappingError, Place, UnreadableInput
from imgcif_map.mapping.compose import compose
from imgcif_map.mapping.load import load_file
from tests.mapping.loading.files import load, write

CASES = yaml.safe_load(Path(__file__).with_name("mistakes.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", CASES, ids=[case["file"].strip() for case in CASES])
def test_mistake(case: dict[str, Any], tmp_path: Path) -> None:
    path = write(tmp_path, case["file"])
    line, column = case["at"]
    with pytest.raises(MappingError) as caught:
        compose([load_file(path)])
    message = str(caught.value)
    assert caught.value.place == Place(str(path), line, column), message
    assert message.startswith(f"{path}:{line}:{column}: ")
    for words in case["says"]:
        assert words in message


def test_all_schema_errors_are_named_at_once(tmp_path: Path) -> None:
    with pytest.raises(MappingError) as caught:
        load(tmp_path, "priority: 1\nlets: {}\nitem: {}\n")
    first, second = str(caught.value).splitlines()
    assert ":4:1: unknown key 'lets'" in first
    assert ":5:1: unknown key 'item'" in second
    assert caught.value.place is not None
    assert caught.value.place.line == 4


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("id: x\n", "start it with 'imgcif_map: 1'"),
        ("imgcif_map: 2\nid: x\n", "this program reads version 1"),
        ("imgcif_map: true\nid: x\n", "this program reads version 1"),
        ("imgcif_map: 1\n", "id: is missing"),
        ("imgcif_map: 1\nid: My Mapping\n", "not an id"),
        ("- a\n", "'key: value' lines"),
        ("", "empty"),
        ("just text", "'key: value' lines"),
    ],
)
def test_not_a_mapping_file(text: str, says: str, tmp_path: Path) -> None:
    path = tmp_path / "x.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(MappingError, match=r"x\.yaml:") as caught:
        load_file(path)
    assert says in str(caught.value)


def test_missing_file(tmp_path: Path) -> None:
    with pytest.raises(UnreadableInput, match="No such file"):
        load_file(tmp_path / "none.yaml")


def test_nothing_to_compose() -> None:
    with pytest.raises(MappingError, match="no mapping file"):
        compose([])
