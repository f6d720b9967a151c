"""An imgCIF file, a catalogue: block and what is made of them."""

from __future__ import annotations

from functools import cache
from typing import Any

from imgcif_map.cif.reader import parse_cif
from imgcif_map.dictionary.load import load_dictionary
from imgcif_map.dictionary.model import Dictionary
from imgcif_map.rdf.catalogue import parse_catalogue
from imgcif_map.rdf.dataset import Summary, summary

CIF = """#\\#CIF_2.0
data_scan
_database.dataset_DOI 10.5281/zenodo.1234567
_audit_author.name 'Carberry, Josiah'
_audit_author.id_ORCID 0000-0002-1825-0097
_audit_support.award_number 42
_audit_support.funding_organization 'Example Fund'
_diffrn_radiation.probe x-ray
_diffrn_source.facility 'Example Source'
_diffrn_source.beamline B1
_diffrn_detector.make 'Example 1M'
_diffrn.ambient_temperature 100.0(5)
loop_
_diffrn_radiation_wavelength.id
_diffrn_radiation_wavelength.value
1 0.7
loop_
_audit_conform.dict_name
_audit_conform.dict_version
CIF_IMG 1.8.9
loop_
_axis.id
_axis.type
_axis.equipment
_axis.depends_on
_axis.vector[1]
_axis.vector[2]
_axis.vector[3]
omega rotation goniometer . 1 0 0
trans translation detector . 0 0 -1
x translation detector trans 1 0 0
y translation detector trans 0 1 0
loop_
_array_structure_list.array_id
_array_structure_list.index
_array_structure_list.dimension
_array_structure_list.precedence
_array_structure_list.direction
_array_structure_list.axis_set_id
1 1 100 1 increasing x
1 2 120 2 increasing y
loop_
_array_structure_list_axis.axis_set_id
_array_structure_list_axis.axis_id
_array_structure_list_axis.displacement
_array_structure_list_axis.displacement_increment
x x -5 0.1
y y -6 0.1
_diffrn_scan.id S1
_diffrn_scan.frames 3
_diffrn_scan.date_start 2026-01-02T03:04:05Z
_diffrn_scan.date_end 2026-01-02T03:05:05Z
loop_
_diffrn_scan_axis.scan_id
_diffrn_scan_axis.axis_id
_diffrn_scan_axis.angle_start
_diffrn_scan_axis.angle_increment
_diffrn_scan_axis.displacement_start
_diffrn_scan_axis.displacement_increment
S1 omega 10 0.1 . .
S1 trans . . 200 0
loop_
_diffrn_scan_frame.frame_id
_diffrn_scan_frame.scan_id
_diffrn_scan_frame.frame_number
_diffrn_scan_frame.integration_time
F1 S1 1 0.5
F2 S1 2 0.5
F3 S1 3 0.5
loop_
_diffrn_data_frame.id
_diffrn_data_frame.array_id
_diffrn_data_frame.binary_id
F1 1 1
F2 1 2
F3 1 3
loop_
_array_data.array_id
_array_data.binary_id
_array_data.external_data_id
1 1 1
1 2 2
1 3 3
loop_
_array_data_external_data.id
_array_data_external_data.format
_array_data_external_data.uri
_array_data_external_data.archive_format
_array_data_external_data.archive_path
1 CBF https://example.org/scan.tgz TGZ s_0001.cbf
2 CBF https://example.org/scan.tgz TGZ s_0002.cbf
3 CBF https://example.org/scan.tgz TGZ s_0003.cbf
"""
BLOCK = """catalogue:
  title: Thaumatin at 100 K, three images
  description: Three images of a crystal of thaumatin, recorded to try out how catalogues take them.
  licence: CC-BY-4.0
  publisher: {name: Example Laboratory, id: https://ror.org/05etxs293}
  issued: 2026-03-14
  keywords: [thaumatin, rotation]
  access: open
  language: en
  contact: {name: Data Office, email: data@example.org}
  landing_page: https://example.org/data/1
  processed:
    - {id: merged, doi: 10.5281/zenodo.2, title: Merged, from: [this, 10.5281/zenodo.9]}
    - {id: other, url: "https://example.org/p/2"}
  publications:
    - {doi: 10.1107/S1, title: A paper, from: [merged, other]}
"""
ARCHIVE = "https://example.org/scan.tgz"
NT = {"turtle": "turtle", "jsonld": "json-ld", "ntriples": "nt"}
"""Names of rdflib's parsers by our names of forms."""


@cache
def dictionary() -> Dictionary:
    return load_dictionary()


def summed(cif: str | bytes = CIF, block: str = BLOCK, **more: Any) -> Summary:
    known = parse_catalogue(block, "c.yaml")[0] if block else None
    return summary(parse_cif(cif, "scan.cif"), dictionary(), known, **more)


def codes(made: Summary) -> list[str]:
    return [finding.code for finding in made.findings]
