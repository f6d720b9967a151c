"""Profiles: reader and JSON Schema agree; what the journal and the gold standard ask."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from imgcif_map.cif.reader import parse_cif
from imgcif_map.dictionary.model import Dictionary
from imgcif_map.errors import UnreadableInput, UsageError
from imgcif_map.findings import Severity
from imgcif_map.mapping.yamltree import plain, read_yaml
from imgcif_map.resources import mapping_paths
from imgcif_map.rules.catalogue import find_rule
from imgcif_map.rules.profile import load_profile, profile_names
from imgcif_map.rules.profilefile import ProfileFile
from imgcif_map.rules.profileschema import schema_text
from imgcif_map.validator import validate

VALIDATOR = Draft202012Validator(json.loads(schema_text()))
REAL = "cbf/idx-20130301060858401.cbf.header.txt"

WORDS = st.sampled_from(["_axis.id", "DDL001", "error", "note", "given", 5, True, None, "", [], {}])
REQUIREMENTS = st.dictionaries(
    st.sampled_from(["name", "names", "one_of", "of", "when", "or_default", "values", "where"]),
    st.one_of(
        WORDS, st.lists(WORDS, max_size=2), st.lists(st.lists(WORDS, max_size=2), max_size=2)
    ),
    max_size=3,
)
PROFILES = st.dictionaries(
    st.sampled_from(["id", "title", "why", "technique", "required", "severity", "ignore", "size"]),
    st.one_of(
        WORDS,
        st.lists(st.one_of(WORDS, REQUIREMENTS), max_size=2),
        st.dictionaries(st.sampled_from(["DDL001", "IMG"]), WORDS, max_size=2),
        st.just("http://purl.org/pan-science/PaNET/PaNET01102"),
        st.just({"DDL001": {"level": "note", "why": "x"}}),
        st.just([{"rule": "DDL001", "why": "x"}]),
    ),
    max_size=3,
)


def read(content: object, path: Path) -> bool:
    """True if the reader takes a profile without the schema."""
    path.write_text(json.dumps(content), encoding="utf-8")
    try:
        ProfileFile(path).profile()
    except UnreadableInput:
        return False
    return True


@settings(deadline=None)
@given(PROFILES)
def test_what_the_schema_takes_the_reader_takes(tmp_path_factory, content) -> None:
    if VALIDATOR.is_valid(content):
        path = tmp_path_factory.getbasetemp() / "profile.yaml"
        assert read(content, path) or _of_words(content), content


def _of_words(content: dict[str, object]) -> bool:
    """True where the reader knows more than a schema can: which codes there are."""
    known = {"DDL001", "IMG"}
    severity, ignore = content.get("severity") or {}, content.get("ignore") or []
    labels = {*severity, *(e if isinstance(e, str) else e["rule"] for e in ignore)}  # type: ignore[misc]
    return not labels <= known or _of_values(content)


def _of_values(content: dict[str, object]) -> bool:
    """True where ``values`` stands beside something else than ``name``."""
    entries = content.get("required") or []
    return any("values" in e and "name" not in e for e in entries if isinstance(e, dict))  # type: ignore[attr-defined]


@settings(deadline=None)
@given(PROFILES)
def test_a_users_file_is_refused_in_words_whatever_is_in_it(tmp_path_factory, content) -> None:
    path = tmp_path_factory.getbasetemp() / "users.yaml"
    path.write_text(json.dumps(content), encoding="utf-8")
    if VALIDATOR.is_valid(content) and read(content, path):
        assert load_profile(path)
        return
    with pytest.raises((UnreadableInput, UsageError), match=r"users\.yaml"):
        load_profile(path)


@pytest.mark.parametrize("name", profile_names())
def test_packaged_profiles_are_valid_and_give_reasons(name: str) -> None:
    path = next(f / "profiles" / f"{name}.yaml" for f in mapping_paths())
    assert list(VALIDATOR.iter_errors(plain(read_yaml(path)))) == []
    profile = load_profile(name)
    for label in (*profile.severity, *profile.ignore):
        assert profile.reasons[label].endswith("."), label
        rule = find_rule(label)
        assert rule is not None
        assert rule.severity is not profile.severity.get(label), f"{label} is that anyhow"


def test_who_extends_whom(tmp_path: Path) -> None:
    reprocessing = set(load_profile("reprocessing").required)
    for name in ("raw-data-letters", "gold-standard"):
        profile = load_profile(name)
        assert reprocessing < set(profile.required)
        assert profile.bases == ("reprocessing", "minimal")
    for one, other in (("a", "b"), ("b", "c"), ("c", "a")):
        (tmp_path / f"{one}.yaml").write_text(f"title: x\nextends: {other}\n")
    with pytest.raises(
        UnreadableInput, match=r"a\.yaml:2:10: no|c\.yaml:2:10: .* itself: .*a\.yaml >"
    ):
        load_profile(tmp_path / "a.yaml")
    (tmp_path / "minimal.yaml").write_text("extends: minimal\nrequired: [_diffrn.id]\n")
    mine = load_profile(tmp_path / "minimal.yaml")  # a house's own edition of the packaged one
    assert len(mine.required) == len(load_profile("minimal").required) + 1


def found(profile: str, cif: str, dictionary: Dictionary) -> dict[str, Severity]:
    report = validate(parse_cif(cif), dictionary, profile=profile)
    return {f.message.split(": profile")[0]: f.severity for f in report.findings}


def test_what_the_journal_asks(dictionaries: dict[str, Dictionary]) -> None:
    cif = (
        "data_x\n_array_data_external_data.id 1\n_array_data_external_data.format MAR\n"
        "_array_data_external_data.uri a.mccd\n_diffrn_radiation.probe x-ray\n_diffrn.own 1\n"
    )
    said = found("raw-data-letters", cif, dictionaries["img"])
    assert said["_database.dataset_DOI"] is Severity.ERROR
    assert said["_array_data_external_data.format (HDF5 or CBF or SMV)"] is Severity.ERROR
    assert said["a.mccd is a relative path"] is Severity.ERROR
    assert said["_diffrn_radiation.type"] is Severity.WARNING
    assert said["_diffrn.own is not in the dictionary"] is Severity.NOTE
    fine = cif.replace("MAR", "CBF") + "_database.dataset_DOI 10.5281/zenodo.1\n"
    said = found("raw-data-letters", fine, dictionaries["img"])
    assert not {
        "_database.dataset_DOI",
        "_array_data_external_data.format (HDF5 or CBF or SMV)",
    } & {*said}


def test_what_the_gold_standard_asks(dictionaries: dict[str, Dictionary]) -> None:
    said = found("gold-standard", "data_x\n_diffrn_scan.id S\n", dictionaries["img"])
    for name in (
        "_diffrn_source.facility",
        "_diffrn_radiation.beam_width",
        "_diffrn_detector.make",
        "_diffrn_detector.dtime",
        "_diffrn_detector.layer_thickness",
        "_array_intensities.overload",
        "_array_structure.encoding_type",
        "_diffrn_scan.date_end, or _diffrn_scan.date_end_estimated",
    ):
        assert said[name] is Severity.ERROR, name


@pytest.mark.parametrize(
    "name",
    [
        REAL,
        "cbf/template_adscquantum315_3072x3072.cbf.header.txt",
        "cbf/template_mar345_2300x2300.cbf.header.txt",
    ],
)
def test_a_probe_without_type_of_radiation_is_found_in_real_files(
    name: str, shared: Path, dictionaries: dict[str, Dictionary]
) -> None:
    document = parse_cif((shared / "data" / name).read_bytes(), name)
    report = validate(document, dictionaries["img"], profile="raw-data-letters", select=["IMG002"])
    assert any(f.message.startswith("_diffrn_radiation.type: ") for f in report.findings)
