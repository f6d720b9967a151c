"""Faults put into the packaged imgCIF dictionary are found, each once, where they are."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import pytest

from imgcif_map.findings import Finding
from imgcif_map.linter import lint_dictionary
from imgcif_map.resources import packaged_dir

DEFINITIONS = ["DIC03", "DIC04", "DIC05", "DIC06"]
Fault = tuple[str, str, str, str]
"""Save frame, what is written there, what is to stand there instead, the code to be found."""

LINKS: list[Fault] = [
    ("axis.depends_on", "_name.linked_item_id  '_axis.id'", "", "DIC030"),
    ("diffrn_scan_frame.scan_id", "'_diffrn_scan.id'", "'_diffrn_scan.idd'", "DIC031"),
    ("diffrn_scan_axis.axis_id", "'_axis.id'", "'_axis.system'", "DIC032"),
    ("diffrn_detector_axis.axis_id", "'_axis.id'", "'_diffrn_detector_axis.axis_id'", "DIC033"),
    ("array_structure_list_axis.axis_id", "Word", "Integer", "DIC034"),
    ("array_intensities.gain_esd", "counts_per_photon", "none", "DIC036"),
    ("AXIS", "'_axis.equipment'", "'_axis.equipmemt'", "DIC048"),
    ("DIFFRN_SCAN", "'_diffrn_scan.id'", "'_axis.id'", "DIC049"),
]
TYPES: list[Fault] = [
    ("array_structure.byte_order", "State", "Encode", "DIC042"),
    ("diffrn_scan.frames", "1:", "9:1", "DIC044"),
    ("diffrn_scan.date_start", "_type.contents", "_enumeration.range 0: _type.contents", "DIC045"),
    ("array_element_size.size", "_units.code         metres", "", "DIC053"),
    ("axis.depends_on", "_type.contents", "_units.code metres _type.contents", "DIC054"),
    ("axis.vector[2]", "none", "millimetres", "DIC055"),
    ("axis.offset[1]", "Real", "Word", "DIC056"),
    ("array_data.data", "'[]'", ".", "DIC057"),
    ("axis.rotation_axis", "Code", "ByReference", "DIC059"),
    ("axis.system", "_type.contents", "_type.indices Code _type.contents", "DIC060"),
    ("axis.type", "State", "Identify", "DIC061"),
]


@pytest.fixture(scope="module")
def known() -> Counter[tuple[str, str]]:
    """What is found without any fault put in."""
    path = packaged_dir("dictionaries") / "cif_img.dic"
    return places(lint_dictionary(path, select=DEFINITIONS).findings)


def places(findings: Iterable[Finding]) -> Counter[tuple[str, str]]:
    return Counter((f.code, f.location.frame or "") for f in findings)


def with_faults(text: str, faults: list[Fault]) -> str:
    for frame, written, wrong, _ in faults:
        start = re.search(rf"(?im)^save_{re.escape(frame)}$", text)
        assert start is not None, frame
        end = text.index("\nsave_\n", start.end())
        body = text[start.end() : end]
        assert written in body, (frame, written)
        # The last one: the first may be part of the data name.
        at = start.end() + body.rindex(written)
        text = text[:at] + wrong + text[at + len(written) :]
    return text


@pytest.mark.parametrize("faults", [LINKS, TYPES], ids=["links", "types"])
def test_each_fault_is_found_once(
    faults: list[Fault], known: Counter[tuple[str, str]], tmp_path: Path
) -> None:
    text = (packaged_dir("dictionaries") / "cif_img.dic").read_text("utf-8")
    path = tmp_path / "cif_img.dic"
    path.write_text(with_faults(text, faults), "utf-8")
    found = places(lint_dictionary(path, select=DEFINITIONS).findings)
    assert found - known == Counter((code, frame) for frame, _, _, code in faults)
    assert known - found == Counter()
