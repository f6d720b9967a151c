"""Profiles: the packaged ones name real items, files at fault are refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from imgcif_map.dictionary.model import Dictionary
from imgcif_map.errors import UnreadableInput, UsageError
from imgcif_map.findings import Severity
from imgcif_map.rules.catalogue import find_rule
from imgcif_map.rules.profile import Condition, load_profile, profile_names
from imgcif_map.rules.profilecheck import unknown_names


@pytest.mark.parametrize("name", profile_names())
def test_packaged_profiles(name: str, dictionaries: dict[str, Dictionary]) -> None:
    profile = load_profile(name)
    assert profile.id == name
    assert profile.title
    dictionary = dictionaries["img"]
    for requirement in profile.required + profile.recommended:
        assert requirement.why.endswith("."), requirement
        names = (*requirement.names, *(condition.name for condition in requirement.when))
        for item in names:
            definition = dictionary.item(item)
            assert definition is not None, item
            assert definition.id == item  # the modern name, not an alias
        if requirement.per_row:
            assert dictionary.category(requirement.of) is not None
            for item in requirement.names:
                assert dictionary.item(item).category == requirement.of  # type: ignore[union-attr]
    for code in (*profile.severity, *profile.ignore):
        assert code.startswith("CIF") or find_rule(code) is not None


def test_minimal_and_reprocessing() -> None:
    minimal, more = load_profile("minimal"), load_profile("reprocessing")
    assert set(minimal.required) < set(more.required)
    promoted = {r.names for r in minimal.recommended} & {r.names for r in more.required}
    assert ("_array_element_size.size",) in promoted
    assert not promoted & {r.names for r in more.recommended}
    assert "_diffrn_radiation_wavelength.value" in {n for r in minimal.required for n in r.names}


def test_all_fields(tmp_path: Path) -> None:
    base = tmp_path / "base.yaml"
    base.write_text("required: [_a.x]\nrecommended: [_a.y, _a.z]\nseverity: {DDL001: note}\n")
    file = tmp_path / "mine.yaml"
    file.write_text(
        "id: mine\ntitle: Mine\nextends: base\n"
        "required:\n"
        "  - name: _a.y\n"
        "  - one_of: [[_a.p, _a.q], [_b.p]]\n    of: A\n    why: because\n      of this\n"
        "    when: {_a.k: [u, 2], _a.g: given}\n    or_default: true\n"
        "severity: {DDL002: warning}\nignore: [DDL003]\n"
    )
    profile = load_profile(file)
    assert [r.label for r in profile.required] == ["_a.x", "_a.y", "_a.p and _a.q, or _b.p"]
    assert [r.label for r in profile.recommended] == ["_a.z"]
    last = profile.required[2]
    assert last.per_row
    assert last.of == "a"
    assert last.why == "because of this"
    assert last.when == (Condition("_a.k", ("u", "2")), Condition("_a.g"))
    assert last.or_default
    assert last.names == ("_a.p", "_a.q", "_b.p")
    assert profile.severity == {"DDL001": Severity.NOTE, "DDL002": Severity.WARNING}
    assert profile.ignore == {"DDL003"}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[1, 2]", "a profile is a mapping"),
        ("a: [", r"it\.yaml:2:1: not legal YAML"),
        ("why: 2020-13-45\nrequired: 7", "a list is needed"),
        ("id: !!int x", "tag"),
        ("ignore: " + "[" * 3000 + "]" * 3000, "levels"),
        ("why: &a [x]\nignore: [*a, *a]", "quote it|anchor|alias"),
        ("ignore: [A]\nignore: [B]", "twice|already"),
        ("required: [{name: _a, or_default: no}]", "or_default: true or false"),
        ("required: {a: b}", "a list is needed"),
        ("recomended: []", "unknown field 'recomended'"),
        ("required: [7]", "neither a data name nor a mapping"),
        ("required: [{name: _a, names: [_b]}]", "one of name, names, one_of"),
        ("required: [{why: x}]", "one of name, names, one_of"),
        ("required: [{one_of: [_a, _b]}]", "lists of data names"),
        ("required: [{name: _a, where: b}]", "unknown field 'where'"),
        ("required: [{name: _a, when: b}]", "when:"),
        ("severity: {DDL001: bad}", r"it\.yaml:1:20: severity of DDL001: error, warning, note or"),
        ("severity: {DDL999: note}", r"it\.yaml:1:12: no rule 'DDL999'"),
        ("title: x\nignore: [DDL001, enumeration-sate]", r"it\.yaml:2:18: no rule 'enumeration-s"),
        ("severity: 3", "severity:"),
        ("extends: it", "extends itself"),
    ],
)
def test_refused(text: str, message: str, tmp_path: Path) -> None:
    file = tmp_path / "it.yaml"
    file.write_text(text)
    with pytest.raises(UnreadableInput, match=message):
        load_profile(file)


def test_what_was_meant_is_said(tmp_path: Path) -> None:
    file = tmp_path / "it.yaml"
    for text, meant in (
        ("ignore: [enumeration-sate]", "enumeration-state"),
        ("recomended: []", "recommended"),
        ("severity: {DDL001: warn}", "warning"),
        ("extends: minimum", "minimal"),
    ):
        file.write_text(text)
        with pytest.raises((UnreadableInput, UsageError)) as caught:
            load_profile(file)
        assert meant in caught.value.hint


def test_what_a_profile_says_itself_beats_what_it_extends(tmp_path: Path) -> None:
    (tmp_path / "base.yaml").write_text("ignore: [DDL001, DDL002]\nseverity: {DDL003: note}\n")
    file = tmp_path / "mine.yaml"
    file.write_text("extends: base\nseverity: {DDL001: error, DDL: off, DDL003: warning}\n")
    profile = load_profile(file)
    assert profile.ignore == {"DDL002"}
    assert profile.severity == {
        "DDL001": Severity.ERROR,
        "DDL": None,
        "DDL003": Severity.WARNING,
    }


def test_data_names_that_do_not_exist(tmp_path: Path, dictionaries: dict[str, Dictionary]) -> None:
    file = tmp_path / "mine.yaml"
    file.write_text(
        "extends: minimal\nrequired:\n  - _axis.tpye\n  - name: _axis.id\n    of: axes\n"
        "    when: {_axis.equipmnt: given}\n  - _[local]_x.y\n  - _axis.tpye\n"
    )
    found = list(unknown_names(load_profile(file), dictionaries["img"]))
    assert found == [
        (f"{file}:3:5: _axis.tpye is not in the dictionary", "did you mean _axis.type?"),
        (f"{file}:4:5: _axis.equipmnt is not in the dictionary", "did you mean _axis.equipment?"),
        (f"{file}:4:5: no category axes in the dictionary", "did you mean axis?"),
    ]
    for name in profile_names():
        assert list(unknown_names(load_profile(name), dictionaries["img"])) == []


def test_unknown_profile() -> None:
    with pytest.raises(UsageError) as caught:
        load_profile("maximal")
    assert "minimal" in caught.value.hint
    with pytest.raises(UsageError, match="no profile file"):
        load_profile("no/such.yaml")


def test_the_users_own_profile(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("IMGCIF_MAP_DATA_DIR", str(tmp_path))
    folder = tmp_path / "mappings" / "profiles"
    folder.mkdir(parents=True)
    (folder / "house.yaml").write_text("id: house\nextends: minimal\n")
    assert load_profile("house").required == load_profile("minimal").required
    assert "house" in profile_names()
