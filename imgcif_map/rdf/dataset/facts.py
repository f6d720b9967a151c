"""All that the summary takes from an imgCIF file, as plain values."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from imgcif_map.cif.document import Document
from imgcif_map.dictionary.model import Dictionary
from imgcif_map.experiment import experiments
from imgcif_map.experiment.model import Experiment
from imgcif_map.findings import Finding, Location
from imgcif_map.rdf.catalogue.model import Grant, Person, Work
from imgcif_map.rdf.dataset import people
from imgcif_map.rdf.dataset.archives import Archive, read_archives
from imgcif_map.rdf.dataset.columns import Columns, clipped
from imgcif_map.rdf.dataset.period import read_period
from imgcif_map.rdf.dataset.quantities import Measured, read_measured
from imgcif_map.rdf.dataset.scans import Scans, read_scans
from imgcif_map.rules.context import Context

_METHOD = re.compile(r"imgcif-map (\S{1,40}), mapping (\S{1,80}) (\S{1,40})")
_APPARATUS = {
    "facility": "_diffrn_source.facility",
    "beamline": "_diffrn_source.beamline",
    "source": "_diffrn_source.device",
    "source make": "_diffrn_source.make",
    "detector": "_diffrn_detector.make",
    "detector description": "_diffrn_detector.description",
    "goniometer": "_diffrn_measurement.device_make",
}


@dataclass(frozen=True, slots=True)
class Facts:
    """What one file says of its data set."""

    path: str = ""
    blocks: tuple[str, ...] = ()
    id: str = ""
    """``_audit_dataset.id``, if there is just one."""
    doi: str = ""
    doi_at: Location = field(default_factory=Location)
    creators: tuple[Person, ...] = ()
    contacts: tuple[Person, ...] = ()
    funding: tuple[Grant, ...] = ()
    works: tuple[Work, ...] = ()
    techniques: tuple[str, ...] = ()
    started: str = ""
    ended: str = ""
    probe: str = ""
    powder: bool = False
    apparatus: tuple[tuple[str, str], ...] = ()
    """Facility, beamline, detector … by name."""
    conforms: tuple[tuple[str, str], ...] = ()
    """Title and version of dictionaries."""
    method: tuple[str, str, str] = ("", "", "")
    """Version of imgcif-map, mapping and its version, as the file itself says."""
    scans: Scans = field(default_factory=Scans)
    measured: tuple[Measured, ...] = ()
    archives: tuple[Archive, ...] = ()
    embedded: bool = False
    """True if images are in the file itself."""
    findings: tuple[Finding, ...] = ()

    def part(self, name: str) -> str:
        """One of :attr:`apparatus`; "" if unknown."""
        return dict(self.apparatus).get(name, "")


def read_facts(document: Document, dictionary: Dictionary) -> Facts:
    """What the data blocks of a file say, as one data set."""
    context = Context(document, dictionary)
    blocks = tuple(block for block in context.blocks if block.outer is None)
    columns = Columns(blocks, document.path)
    found: list[Experiment] = []
    for whole in context.wholes:
        found += experiments([block for block in whole if block.outer is None], dictionary)
    scans = read_scans(found)
    ids = columns.distinct("_audit_dataset.id")
    doi, cell = people.read_doi(columns)
    started, ended = read_period(columns)
    apparatus = ((name, columns.one(item)) for name, item in _APPARATUS.items())
    method = _METHOD.search(columns.one("_audit.creation_method"))
    version, mapping, of_mapping = method.groups() if method else ("", "", "")
    return Facts(
        path=document.path,
        blocks=tuple(clipped(block.name, 200) for block in blocks),
        id=ids[0] if len(ids) == 1 else "",
        doi=doi,
        doi_at=Location() if cell is None else cell.location,
        creators=people.read_people(columns, "audit_author"),
        contacts=people.read_people(columns, "audit_contact_author", contact=True),
        funding=people.read_funding(columns),
        works=people.read_works(columns),
        techniques=people.read_techniques(columns),
        started=started,
        ended=ended,
        probe=columns.one("_diffrn_radiation.probe").casefold(),
        powder=any(name.startswith("pd_") for block in blocks for name in block.categories),
        apparatus=tuple((name, text) for name, text in apparatus if text),
        conforms=_conforms(columns),
        method=(version or "", mapping or "", of_mapping or ""),
        scans=scans,
        measured=read_measured(columns, found, scans, dictionary),
        archives=read_archives(columns),
        embedded=any(True for _ in columns.columns("_array_data.data")),
        findings=tuple(columns.findings),
    )


def _conforms(columns: Columns) -> tuple[tuple[str, str], ...]:
    rows = columns.rows("audit_conform", ("dict_name", "dict_version"))
    found = (
        tuple(clipped(row[item].text, 80) if item in row else "" for item in
              ("dict_name", "dict_version"))
        for row in rows
    )  # fmt: skip
    return tuple(dict.fromkeys((name.removesuffix(".dic"), version) for name, version in found))
