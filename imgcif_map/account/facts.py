"""What data names say outright: facility, radiation, detector, links."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from imgcif_map.account.model import Fact
from imgcif_map.experiment.tables import Block
from imgcif_map.figures.numbers import many, whole
from imgcif_map.harmless import shortened

LONGEST = 160
MOST_VALUES = 3
MOST_LINKS = 10
_DOI = re.compile(r"(?:https?://(?:dx\.)?doi\.org/|doi:)?(10\.\d{4,9}/[^\s\"<>]+)", re.I)
_WEB = re.compile(r"https?://[^\s\"'<>\\^`{|}]+", re.I)

_GREEK = MappingProxyType(dict(zip("abgdekml", "αβγδεκμλ", strict=True)))

LISTED = (
    ("Facility", "", ("_diffrn_source.facility",)),
    ("Beamline", "", ("_diffrn_source.beamline",)),
    ("Source", "", ("_diffrn_source.make", "_diffrn_source.type", "_diffrn_source.details",
                    "_diffrn_source.device")),
    ("Radiation", "", ("_diffrn_radiation.type", "_diffrn_radiation.probe")),
    ("Monochromator", "", ("_diffrn_radiation.monochromator",)),
    ("Flux", "photons/s", ("_diffrn_radiation.beam_flux",)),
    ("Detector", "", ("_diffrn_detector.make", "_diffrn_detector.type",
                      "_diffrn_detector.details", "_diffrn_detector.description")),
    ("Sensor thickness", "mm", ("_diffrn_detector.layer_thickness",)),
    ("Goniometer", "", ("_diffrn_measurement.device_type", "_diffrn_measurement.device")),
    ("Exposure", "s", ("_diffrn_scan.integration_time", "_diffrn_scan_frame.integration_time")),
    ("Temperature", "K", ("_diffrn.ambient_temperature", "_diffrn.ambient_temp")),
    ("Overload", "", ("_array_intensities.overload",)),
    ("Data type", "", ("_array_structure.encoding_type",)),
)  # fmt: skip
"""Label, unit and the data names that may say it, the best first."""


@dataclass(frozen=True, eq=False)
class Said:
    """The values that data blocks give, those of the first block that has some."""

    blocks: Sequence[Block]

    def distinct(self, *names: str) -> list[str]:
        """Different values of the first of some data names that has any, in file order."""
        for name in names:
            for block in self.blocks:
                column = block.column(name)
                if column is None:
                    continue
                values: dict[str, None] = dict.fromkeys(column.texts)
                if column.nulls is not None:
                    known = (t for t, null in zip(column.texts, column.nulls, strict=True)
                             if not null)  # fmt: skip
                    values = dict.fromkeys(known)
                if values:
                    return list(values)
        return []

    def one(self, *names: str) -> str:
        """All of the different values in one short text; empty if there is none."""
        values = self.distinct(*names)
        text = ", ".join(shortened(plain(value), LONGEST) for value in values[:MOST_VALUES])
        return text + (f" and {whole(len(values) - MOST_VALUES)} more"
                       if len(values) > MOST_VALUES else "")  # fmt: skip

    def has(self, name: str) -> bool:
        """True if a data name is there, whatever its values."""
        return any(block.column(name) is not None for block in self.blocks)

    def facts(self) -> Iterator[Fact]:
        """What is listed, as far as it is said."""
        for label, unit, names in LISTED:
            text = self.one(*names)
            if text:
                yield Fact(label, f"{text} {unit}".rstrip())

    def links(self) -> Iterator[Fact]:
        """The DOI of the data and where the images are."""
        for doi in self.distinct("_database.dataset_DOI", "_database.dataset_doi")[:MOST_LINKS]:
            yield Fact("DOI of the data", shortened(doi, LONGEST), doi_link(doi))
        places = self.distinct("_array_data_external_data.uri")
        for uri in places[:MOST_LINKS]:
            yield Fact("Images", shortened(uri, LONGEST), web_link(uri))
        if len(places) > MOST_LINKS:
            yield Fact(
                "Images", f"and {many(len(places) - MOST_LINKS, 'address', 'addresses')} more"
            )
        form = self.one("_array_data_external_data.format")
        packed = self.one("_array_data_external_data.archive_format")
        if form or packed:
            said = " in ".join(text for text in (form, packed) if text)
            yield Fact("Format of the images", said)


def plain(text: str) -> str:
    """A value as people write it: CIF's codes for Greek letters, numbers of sensible length."""
    if re.fullmatch(r"[0-9]+\.[0-9]{4,}", text) or re.fullmatch(r"[0-9]{8,}(\.[0-9]*)?", text):
        return f"{float(text):.6g}"
    return re.sub(r"\\([a-z])", lambda found: _GREEK.get(found[1], found[0]), text)


def doi_link(text: str) -> str:
    """The address of a DOI; empty for anything else."""
    found = _DOI.fullmatch(text.strip())
    return f"https://doi.org/{found[1]}" if found and len(text) < 300 else ""


def web_link(text: str) -> str:
    """The text if it is an http or https address that can be followed; else empty."""
    text = text.strip()
    if len(text) < 2000 and text.isascii() and text.isprintable() and _WEB.fullmatch(text):
        return text
    return doi_link(text)
