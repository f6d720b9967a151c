"""A previous version of the dictionary with every kind of change at once, in both directions."""

from __future__ import annotations

from imgcif_map.mapping.impact import both
from tests.mapping.impact.answers import MAPPINGS, OPTIONS, PACKAGED, lines, told, worst
from tests.mapping.impact.previous import Version
from tests.mapping.impact.searched import VALUES, lines_of, with_text

FILES = [MAPPINGS / f"{name}.yaml" for name in ("base", "headers", "minicbf", "nxmx")]
NAMED = ("nxmx", "minicbf")

THICK = "_diffrn_detector.layer_thickness"
GAIN = "_array_intensities.gain"
DTIME = "_diffrn_detector.dtime"
COUNTER = "_diffrn_scan_frame.frame_number"
FORMAT = "_array_data_external_data.format"
CENTRE = "_diffrn_data_frame.center_units"
PROBE = "_diffrn_radiation.probe"
WIDTH = "_diffrn_radiation.beam_width"
COLLECTION = "_diffrn_scan_collection.scan_id"
GRID = "_diffrn_scan_collection.translation_width"
FLUX = "_diffrn_radiation.beam_flux"


def previous(text: str) -> Version:
    version = Version(text)
    version.rename(THICK, "_diffrn_detector.thickness", alias=True)
    version.rename(GAIN, "_array_intensities.amplification", alias=False)
    version.edit(DTIME, r"(_type\.contents\s+)Real", r"\g<1>Text")
    version.edit(COUNTER, r"(_type\.container\s+)Single", r"\g<1>List")
    version.state(FORMAT, "HDF5", None)
    version.state(CENTRE, "mm", "millimetre")
    version.state(PROBE, "x-ray", "x-ray'\n  'muon")
    version.edit(WIDTH, "micrometres", "millimetres")
    version.edit("DIFFRN_SCAN_COLLECTION", f"'{COLLECTION}'", "'_diffrn_scan_collection.type'")
    version.remove(GRID)
    version.add(FLUX, f"_definition_replaced.id 1\n_definition_replaced.by '{FLUX}_density'")
    version.add("_axis.type", "_alias.definition_id '_axis.kind'")
    return version


def everywhere(name: str, *sections: str) -> set[str]:
    return lines_of(FILES, name, sections) if sections else lines_of(FILES, name)


def key_lines() -> set[str]:
    names = (COLLECTION, "_diffrn_scan_collection.type")
    return set().union(*(everywhere(name, "categories") for name in names))


KINDS = {
    "renamed", "retyped", "state-added", "state-removed", "units", "key", "removed", "replaced",
}  # fmt: skip


def test_from_what_is_packaged_to_the_previous_version(invoke, tmp_path, text):
    new = previous(text).write(tmp_path / "new")
    outcome = invoke("dictionary", "impact", new, *NAMED, *OPTIONS)
    answer = told(outcome)
    gone = with_text(FILES, r"^  image_format: .*HDF5") | with_text(FILES, r" center_units: .*: mm")
    assert lines(answer) == worst(
        broken=everywhere(GAIN)
        | everywhere(GRID)
        | everywhere(COUNTER, "items", "categories")
        | gone,
        outdated=everywhere(THICK) | everywhere(FLUX),
        check=everywhere(DTIME, *VALUES)
        | everywhere(COUNTER, "reverse fields")
        | everywhere(WIDTH, *VALUES)
        | with_text(FILES, r"lookup: \{x-ray: x-ray")
        | key_lines(),
    )
    assert outcome.code == 1
    assert {impact["change"]["kind"] for impact in answer["impacts"]} == KINDS
    assert answer["untouched"] == 1  # one more name


def test_from_the_previous_version_to_what_is_packaged(invoke, tmp_path, text):
    """Mappings that are written for the new one: nothing is broken, and their tests pass."""
    old = previous(text).write(tmp_path / "old")
    outcome = invoke("dictionary", "impact", PACKAGED, *NAMED, "--old", old, "--format", "json")
    answer = told(outcome)
    assert lines(answer) == worst(
        check=everywhere(DTIME, *VALUES)
        | everywhere(COUNTER, *VALUES)
        | everywhere(WIDTH, *VALUES)
        | key_lines(),
    )
    assert (outcome.code, answer["findings"], answer["failing"]) == (0, [], [])
    assert answer["tests"] > 20
    settled = {finding["message"].partition(" ")[0] for finding in answer["settled"]}
    assert {GAIN, GRID} <= settled


def test_all_mappings_with_profiles(invoke, tmp_path, text, monkeypatch):
    """Every mapping and profile that is packaged, several changes at once.

    Embedded tests are left out: what is not in the dictionary ends every conversion. Lint runs
    once for each format, not again for all its instruments, and with the new dictionary alone:
    it has nothing to say with the packaged one (tests/mapping/lint).
    """
    lint, seen = both.lint_mapping, set()

    def once(mapping, dictionary, functions):
        if dictionary.item(GAIN) or mapping.id in seen:
            return []
        seen.add(mapping.id)
        return lint(mapping, dictionary, functions)

    monkeypatch.setattr(both, "lint_mapping", once)
    files = [p for p in MAPPINGS.rglob("*.yaml") if p.parent.name != "profiles"]
    profiles = list((MAPPINGS / "profiles").glob("*.yaml"))
    version = Version(text)
    version.rename(THICK, "_diffrn_detector.thickness", alias=True)
    version.rename(GAIN, "_array_intensities.amplification", alias=False)
    version.edit(WIDTH, "micrometres", "millimetres")
    version.remove(GRID)
    new = version.write(tmp_path / "new")
    outcome = invoke("dictionary", "impact", new, *OPTIONS)
    answer = told(outcome)
    broken = lines_of(files, GAIN) | with_text(profiles, rf"{GAIN}\b")
    broken |= lines_of(files, GRID) | with_text(profiles, rf"{GRID}\b")
    assert lines(answer) == worst(
        broken=broken,
        outdated=lines_of(files, THICK) | with_text(profiles, rf"{THICK}\b"),
        check=lines_of(files, WIDTH, VALUES),
    )
    assert outcome.code == 1
    assert len(answer["mappings"]) > 50
    assert len(seen) > 12
