"""SSSOM: a set of mappings between the places of a source and data names, as plain facts.

Slots are called as in SSSOM 1.1. IRIs are whole here; TSV abbreviates them
(:mod:`imgcif_map.rdf.sssom_tsv`), RDF names them (:mod:`imgcif_map.rdf.sssom_rdf`).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from imgcif_map.errors import NOWHERE, Place
from imgcif_map.rdf.terms import Iri
from imgcif_map.rdf.vocabulary import BASE, SEMAPV, SKOS, SSSOM, Namespace

VERSION: Final = "1.1"
"""The version of SSSOM that is written: the first with ``1:0`` and ``record_id``."""
CIFMAP: Final = Namespace(BASE + "mapping-term#")
"""Properties of our extension slots."""
NO_TERM: Final = SSSOM.NoTermFound
CURATED: Final = SEMAPV.ManualMappingCuration
"""People write mapping files: every row rests on one of their lines."""
MATCHES: Final[Mapping[str, Iri]] = {
    name: SKOS[f"{name}Match"] for name in ("exact", "close", "broad", "narrow", "related")
}
EXTENSIONS: Final = ("source_unit", "target_unit", "functions", "source_path", "mapping_line")
"""Slots of our own, declared in the header of each file."""

LONGEST: Final = 20_000
"""Characters of a text; what is longer is cut, as readers of tables have limits."""
_SPACE = re.compile(r"[\s\x00-\x1f\x7f-\x9f]+")
_STEERING = re.compile("[\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_NO_TEXT = re.compile("[\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class Row:
    """One mapping. Slots that are empty are not written."""

    record_id: Iri
    subject_id: Iri
    predicate_id: Iri
    object_id: Iri
    subject_label: str = ""
    object_label: str = ""
    mapping_justification: Iri = CURATED
    author_id: tuple[Iri, ...] = ()
    author_label: tuple[str, ...] = ()
    mapping_cardinality: str = ""
    confidence: float | None = None
    comment: str = ""
    source_unit: str = ""
    target_unit: str = ""
    functions: str = ""
    source_path: str = ""
    """Every place that the subject stands for; the label has the first."""
    mapping_line: str = ""
    """File and line of the mapping."""
    place: Place = field(default=NOWHERE, compare=False)
    said: tuple[str, ...] = field(default=(), compare=False)
    """What mapping files say with ``match:``; the predicate is worked out where it is empty."""

    @property
    def unmatched(self) -> bool:
        """Whether one of the sides has no counterpart."""
        return NO_TERM in (self.subject_id, self.object_id)


@dataclass(frozen=True, slots=True)
class MappingSet:
    """What is true of all rows, and the rows."""

    mapping_set_id: Iri
    mapping_set_version: str = ""
    mapping_set_title: str = ""
    mapping_set_description: str = ""
    mapping_set_source: tuple[Iri, ...] = ()
    """The sets of the mapping files that this one builds on."""
    license: Iri | None = None
    creator_id: tuple[Iri, ...] = ()
    creator_label: tuple[str, ...] = ()
    subject_source: Iri | None = None
    subject_source_version: str = ""
    object_type: str = "owl data property"
    object_source: Iri | None = None
    object_source_version: str = ""
    mapping_tool: str = ""
    mapping_tool_version: str = ""
    mapping_date: str = ""
    prefixes: Mapping[str, str] = field(default_factory=dict)
    """Namespaces by prefix, for TSV."""
    rows: tuple[Row, ...] = ()
    place: Place = field(default=NOWHERE, compare=False)


def clean(text: str) -> str:
    """One line of text without characters that steer a terminal or an editor."""
    text = _NO_TEXT.sub("\N{REPLACEMENT CHARACTER}", _STEERING.sub("", text))
    text = _SPACE.sub(" ", text).strip()
    return text if len(text) <= LONGEST else text[: LONGEST - 1].rstrip() + "…"
