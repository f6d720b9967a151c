"""The catalogue: block: each wrong value is said at its place; what is right is kept."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imgcif_map.errors import UsageError
from imgcif_map.findings import Severity
from imgcif_map.rdf.catalogue import parse_catalogue, values
from imgcif_map.rdf.catalogue.codes import CATALOGUE_CODES
from imgcif_map.rdf.catalogue.form import form
from imgcif_map.rdf.catalogue.licences import KNOWN, licence
from tests.rdf.dataset.data import BLOCK, CIF, summed

WRONG = {
    "titel: x": ("CAT004", "title"),
    "doi: 11.5281/zenodo.1": ("CAT003", "DOI"),
    "licence: CC-BY-9": ("CAT003", "SPDX"),
    "issued: 2026-02-30": ("CAT003", "date"),
    "issued: yesterday": ("CAT003", "date"),
    "embargo: 2026": ("CAT003", "2026-03-14"),
    "access: free": ("CAT003", "open, embargoed"),
    "language: deutsch": ("CAT003", "language tag"),
    "title: {x_y: a}": ("CAT003", "language tag"),
    "creators: [{name: A, orcid: 0000-0002-1825-0098}]": ("CAT003", "last character"),
    "creators: [{orcid: 0000-0002-1825-0097}]": ("CAT003", "no name"),
    "creators: [{name: A, orkid: x}]": ("CAT004", "orcid"),
    "contact: {name: A, email: nobody}": ("CAT003", "e-mail"),
    "publisher: {name: A, id: not one}": ("CAT003", "DOI or web address"),
    "technique: PaNET7": ("CAT003", "PaNET01102"),
    "landing_page: javascript:alert(1)": ("CAT003", "http"),
    "base_url: https://a:b@example.org/": ("CAT003", "password"),
    "access: embargoed": ("CAT003", "embargo"),
    "processed: [{title: x}]": ("CAT003", "doi"),
    "publications: [{doi: 10.1107/1, from: [nothing]}]": ("CAT011", "nothing"),
    "processed: [{id: a, doi: 10.1107/1, from: b}, {id: b, doi: 10.1107/2, from: a}]": (
        "CAT011",
        "itself",
    ),
    "instrument: [x]": ("CAT003", "mapping"),
    "catalog: x": ("CAT003", "mapping"),
}


@pytest.mark.parametrize("line", WRONG)
def test_wrong_values(line):
    code, word = WRONG[line]
    known, found = parse_catalogue(f"catalogue:\n  version: '1'\n  {line}\n", "c.yaml")
    assert found
    assert {finding.code for finding in found} == {code}
    first = found[0]
    assert (first.location.path, first.location.line) == ("c.yaml", 3)
    assert first.location.column >= 3
    assert word in f"{first.message} {first.hint}"
    assert known.version == "1"


def test_right_values_have_no_findings():
    assert parse_catalogue(BLOCK)[1] == ()


def test_the_form_is_empty_and_right():
    for record in (None, summed().record):
        known, found = parse_catalogue(form(record))
        assert found == ()
        assert known.title == ()


def test_answers_without_a_block_are_told():
    _, found = parse_catalogue("_diffrn.ambient_temperature: 100\n", "a.yaml")
    assert [finding.code for finding in found] == ["CAT003"]
    assert "catalogue:" in found[0].message


def check_character(digits: str) -> str:
    """ISO 7064 MOD 11-2 from its definition: the sum of all weighted digits is 1 mod 11."""
    for character in "0123456789X":
        value = 10 if character == "X" else int(character)
        total = sum(int(d) * pow(2, 15 - i, 11) for i, d in enumerate(digits)) + value
        if total % 11 == 1:
            return character
    raise AssertionError


@given(st.text("0123456789", min_size=15, max_size=15), st.sampled_from("0123456789X"))
def test_orcid(digits, last):
    text = digits + last
    grouped = "-".join(text[at : at + 4] for at in (0, 4, 8, 12))
    if last == check_character(digits):
        assert values.orcid(grouped) == values.orcid(f"https://orcid.org/{grouped}") == grouped
    else:
        with pytest.raises(UsageError, match="last character"):
            values.orcid(grouped)


@pytest.mark.parametrize("known", KNOWN.values(), ids=KNOWN)
def test_licences(known):
    assert licence(known.spdx.lower()) == licence(known.iri) == known
    assert licence(known.iri.rstrip("/") + "/legalcode") == known


def test_the_file_counts_and_differences_are_said():
    block = BLOCK + (
        "  doi: 10.5281/zenodo.99\n"
        "  creators:\n"
        "    - {name: Josiah Carberry, orcid: 0000-0001-5109-3700, affiliation: Brown}\n"
        "    - Doe\n"
        '  funding: [{funder: Other, award: "43"}]\n'
    )
    made = summed(CIF, block)
    found = [f for f in made.findings if f.code == "CAT005"]
    assert [f.severity for f in found] == [
        Severity.ERROR,
        Severity.ERROR,
        Severity.WARNING,
        Severity.WARNING,
    ]
    assert all(f.location.path == "c.yaml" and f.location.line for f in found)
    assert made.record.doi == "https://doi.org/10.5281/zenodo.1234567"
    (person,) = made.record.creators
    assert person.orcid == "0000-0002-1825-0097"
    assert person.affiliation.name == "Brown"


def test_what_both_say_is_no_conflict():
    block = BLOCK + (
        "  doi: https://doi.org/10.5281/zenodo.1234567\n"
        "  creators: [{name: Josiah Carberry, affiliation: Brown University}]\n"
        '  funding: [{funder: Example Fund, funder_id: https://ror.org/05etxs293, award: "42"}]\n'
    )
    made = summed(CIF, block)
    assert not [f for f in made.findings if f.code == "CAT005"]
    assert made.record.funding[0].funder.iri == "https://ror.org/05etxs293"


def test_a_wrong_value_of_the_file_has_its_place():
    made = summed(CIF.replace("1825-0097", "1825-0098"))
    (found,) = (f for f in made.findings if f.code == "CAT010")
    lines = CIF.splitlines()
    assert lines[found.location.line - 1].startswith("_audit_author.id_ORCID")
    assert found.location.item == "_audit_author.id_ORCID"
    assert made.record.creators[0].orcid == ""


def test_codes_are_told_apart():
    assert len({code.code for code in CATALOGUE_CODES}) == len(CATALOGUE_CODES)
    assert len({code.name for code in CATALOGUE_CODES}) == len(CATALOGUE_CODES)
    assert all(c.what and c.why and c.fails and c.passes for c in CATALOGUE_CODES)
