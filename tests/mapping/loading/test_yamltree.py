"""YAML with positions: the 1.2 core schema, and files that mean harm."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from imgcif_map.errors import ImgcifMapError, MappingError, Place, UnreadableInput
from imgcif_map.mapping.yamltree import (
    MAX_BYTES,
    MAX_DEPTH,
    Map,
    Scalar,
    Seq,
    find,
    parse_yaml,
    plain,
    read_yaml,
)
from tests.support.patience import ends


def value(text: str) -> Any:
    return plain(parse_yaml(f"a: {text}\n", "f"))["a"]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        *[(word, word) for word in ("on", "off", "yes", "no", "y", "n", "On", "NO")],
        ("2019-01-21", "2019-01-21"),
        ("2019-01-21T14:55:29", "2019-01-21T14:55:29"),
        ("12:30:45", "12:30:45"),
        ("190:20", "190:20"),
        ("1_000", "1_000"),
        ("60-0119", "60-0119"),
        ("0b101", "0b101"),
        (".", "."),
        ("..", ".."),
        ("-", ["x"]),
        ("=", "="),
        ("'5'", "5"),
        ('"true"', "true"),
        ("5", 5),
        ("-5", -5),
        ("+5", 5),
        ("007", 7),
        ("0o17", 15),
        ("0x1F", 31),
        ("1.5", 1.5),
        (".5", 0.5),
        ("5.", 5.0),
        ("1e3", 1000.0),
        (".inf", float("inf")),
        ("true", True),
        ("False", False),
        ("null", None),
        ("~", None),
        ("", None),
    ],
)
def test_core_schema(text: str, wanted: Any) -> None:
    if text == "-":
        assert plain(parse_yaml("- x\n", "f")) == wanted
        return
    found = value(text)
    assert found == wanted
    assert type(found) is type(wanted)


def test_places() -> None:
    root = parse_yaml('a: one\nb:\n  - "tw\\no"\n  - {c: é x}\n', "f.yaml")
    assert isinstance(root, Map)
    assert root.keys["b"] == Place("f.yaml", 2, 1)
    one = root.entries["a"]
    assert isinstance(one, Scalar)
    assert (one.place, one.content, one.exact) == (
        Place("f.yaml", 1, 4), Place("f.yaml", 1, 4), True,
    )  # fmt: skip
    listed = root.entries["b"]
    assert isinstance(listed, Seq)
    escaped = listed.items[0]
    assert isinstance(escaped, Scalar)
    assert not escaped.exact
    node, place = find(root, ("b", 1, "c"))
    assert isinstance(node, Scalar)
    assert place == Place("f.yaml", 4, 6)
    assert node.content == Place("f.yaml", 4, 9)


def test_content_of_a_quoted_text_starts_after_the_quote() -> None:
    root = parse_yaml('a: "bc"\n', "f")
    assert isinstance(root, Map)
    node = root.entries["a"]
    assert isinstance(node, Scalar)
    assert (node.place.column, node.content.column, node.exact) == (4, 5, True)


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_line_endings(ending: str) -> None:
    root = parse_yaml(ending.join(["a: 1", "b: two", "c: 3"]), "f")
    assert isinstance(root, Map)
    node = root.entries["b"]
    assert isinstance(node, Scalar)
    assert (node.content.line, node.content.column, node.exact) == (2, 4, True)


@pytest.mark.parametrize(
    ("text", "line", "column", "says"),
    [
        ("a: 1\na: 2\n", 2, 1, "twice"),
        ("a: 1\n'a': 2\n", 2, 1, "twice"),
        ("a: &x 1\nb: *x\n", 1, 4, "anchor"),
        ("a: *x\n", 1, 4, "alias"),
        ("a: !!python/object/apply:os.system [ls]\n", 1, 4, "tag"),
        ("a: !!str 1\n", 1, 4, "tag"),
        ("!x a: 1\n", 1, 1, "tag"),
        ("a: 1\n---\nb: 2\n", 2, 1, "second document"),
        ("{a: 1}: 2\n", 1, 1, "cannot be a key"),
        ("? [a]\n: 2\n", 1, 3, "cannot be a key"),
        ("", 1, 1, "empty"),
        ("# only a remark\n", 1, 1, "empty"),
        ("a: [1\nb: 2\n", 2, 2, "does not end well"),
        ("a: 'x\n", 2, 1, "never closed"),
        ("a:\n  b: 1\n c: 2\n", 3, 2, "same column"),
        ("a: \x07\n", 1, 4, "control characters"),
    ],
)
def test_refused(text: str, line: int, column: int, says: str) -> None:
    with pytest.raises(MappingError) as caught:
        parse_yaml(text, "f.yaml")
    assert says in str(caught.value)
    assert caught.value.place == Place("f.yaml", line, column)


def test_alias_bomb_is_refused_at_once(tmp_path: Path) -> None:
    lines = ["a0: &a0 [x, x]"]
    lines += [f"a{n}: &a{n} [*a{n - 1}, *a{n - 1}]" for n in range(1, 60)]
    path = tmp_path / "bomb.yaml"
    path.write_text("\n".join(lines))
    with ends(), pytest.raises(MappingError, match="anchors are not part of the language"):
        read_yaml(path)


@pytest.mark.parametrize("opener", ["[", "{a: ", "- ", "? "])
def test_deep_nesting(opener: str) -> None:
    with pytest.raises(MappingError):
        parse_yaml(opener * 50_000, "f")


def test_depth_is_bounded_by_levels_not_by_chance() -> None:
    fine = "[" * MAX_DEPTH + "]" * MAX_DEPTH
    assert plain(parse_yaml(fine, "f")) is not None
    with pytest.raises(MappingError, match=f"more than {MAX_DEPTH} levels"):
        parse_yaml(f"[{fine}]", "f")


def test_large_files(tmp_path: Path) -> None:
    path = tmp_path / "big.yaml"
    path.write_bytes(b"a: " + b"x" * 5 * MAX_BYTES)
    with pytest.raises(UnreadableInput, match="too large"):
        read_yaml(path)


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"\x89HDF\r\n\x1a\n\0\0\0", "binary"),
        (b"a: 1\nb: \xe9\n", ":2: not UTF-8"),
        ("a: é".encode("utf-16"), "binary|not UTF-8"),
    ],
)
def test_binary(data: bytes, says: str, tmp_path: Path) -> None:
    path = tmp_path / "x.yaml"
    path.write_bytes(data)
    with pytest.raises(UnreadableInput, match=says):
        read_yaml(path)


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    with pytest.raises(UnreadableInput, match="directory"):
        read_yaml(tmp_path)


def test_byte_order_mark_and_long_numbers(tmp_path: Path) -> None:
    path = tmp_path / "x.yaml"
    path.write_bytes(b"\xef\xbb\xbfa: 1")
    assert plain(read_yaml(path)) == {"a": 1}
    assert value("9" * 5000) == "9" * 5000


data = st.recursive(
    st.one_of(
        st.none(), st.booleans(), st.integers(), st.text(st.characters(codec="utf-8")),
        st.floats(allow_nan=False),
    ),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3), st.dictionaries(st.text("abc ", max_size=4), inner, max_size=3)
    ),
    max_leaves=10,
)  # fmt: skip


@settings(max_examples=100, deadline=None)
@given(data)
def test_what_yaml_writes_is_read(tree: Any) -> None:
    class Plain(yaml.SafeDumper):
        def ignore_aliases(self, data: Any) -> bool:
            return True

    def quoted(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
        return dumper.represent_scalar("tag:yaml.org,2002:str", text, style='"')

    Plain.add_representer(str, quoted)
    text = yaml.dump(tree, Dumper=Plain, allow_unicode=True)
    assert plain(parse_yaml(text, "f")) == tree


@settings(max_examples=200, deadline=None)
@given(st.one_of(st.text(max_size=40), st.text("ab:-[]{}&*!'\"#|> \n\t,?%@`", max_size=40)))
def test_any_text_is_a_tree_or_an_error(text: str) -> None:
    message = ""
    try:
        parse_yaml(text, "f")
    except ImgcifMapError as error:
        message = str(error)
    assert not message or message.startswith("f")
