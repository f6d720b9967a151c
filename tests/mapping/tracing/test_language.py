"""``match:``, ``confidence:`` and ``authors:`` in mapping files."""

from __future__ import annotations

import pytest

from imgcif_map.errors import MappingError
from imgcif_map.mapping.compose import compose
from imgcif_map.mapping.load import load_file
from tests.mapping.tracing.small import HEAD


def load(tmp_path, text):
    path = tmp_path / "small.yaml"
    path.write_text(HEAD + text, encoding="utf-8")
    return compose([load_file(path)])


def test_they_are_read(tmp_path):
    text = "authors: [A]\nlet: {a: {from: b, match: narrow, confidence: 1}}\n"
    (pick,) = load(tmp_path, text).lets["a"].picks
    assert (pick.match, pick.confidence) == ("narrow", 1.0)


def test_they_may_be_left_out(tmp_path):
    (pick,) = load(tmp_path, "let: {a: b}\n").lets["a"].picks
    assert (pick.match, pick.confidence) == ("", None)


@pytest.mark.parametrize(
    "text",
    [
        "let: {a: {from: b, match: equal}}",
        "let: {a: {from: b, match: [exact]}}",
        "let: {a: {from: b, confidence: 1.5}}",
        "let: {a: {from: b, confidence: high}}",
        "authors: A",
        "authors: [{name: A}]",
    ],
)
def test_what_they_cannot_be(tmp_path, text):
    with pytest.raises(MappingError) as raised:
        load(tmp_path, text + "\n")
    assert "small.yaml:6" in raised.value.message
