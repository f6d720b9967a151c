"""Every instrument goes with every format it says it extends."""

from __future__ import annotations

import pytest

from imgcif_map.dictionary.load import load_dictionary
from imgcif_map.findings import Severity
from imgcif_map.mapping.functions import load_functions
from imgcif_map.mapping.library import Library
from imgcif_map.mapping.lint import lint_mapping
from imgcif_map.resources import mapping_paths

FORMATS = sorted(f.id for f in Library(mapping_paths()).files.values() if f.kind == "format")


@pytest.fixture(scope="module")
def library():
    return Library(mapping_paths(), load_functions())


@pytest.mark.parametrize("name", FORMATS)
def test_each_fits_and_is_free_of_errors(name, library):
    file = library.file(name)
    family = {member.id for member in library.lineage(file)}
    dictionary = load_dictionary()
    fitting = [i for i in library.instruments if i.extends in family]
    assert fitting
    for header in fitting:
        instrument = library.file(header.id)
        mapping = library.compose(file, (), instrument)
        assert mapping.id == name
        assert mapping.files[-1] == instrument.id
        findings = lint_mapping(mapping, dictionary, library.functions)
        assert [f.message for f in findings if f.severity is Severity.ERROR] == []
