"""What a value looks like, as hints say it."""

from __future__ import annotations

import pytest

from imgcif_map.dictionary.load import load_dictionary
from imgcif_map.rules.words import kind_of_value, states_in_words


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("_diffrn_detector.dtime", "a number, in microseconds, 0 or more"),
        ("_diffrn_radiation.polarizn_source_ratio", "a number, from -1 to 1"),
        ("_axis.vector[1]", "a number"),
        ("_diffrn_scan.frames", "an integer, 1 or more"),
        ("_axis.id", "text without white space"),
    ],
)
def test_kinds(name: str, words: str) -> None:
    dictionary = load_dictionary()
    definition = dictionary.item(name)
    assert definition is not None
    assert kind_of_value(dictionary, definition) == words


def test_states_are_listed_where_they_are_few() -> None:
    definition = load_dictionary().item("_axis.type")
    assert definition is not None
    assert states_in_words(definition.states) == "one of rotation, translation, general"
    assert states_in_words(()) == ""
    assert states_in_words([str(n) for n in range(7)]) == ""
