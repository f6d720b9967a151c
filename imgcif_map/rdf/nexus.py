"""NeXus terms: IRIs for what the NeXus definitions call a place of a NeXus file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from imgcif_map.nexus.definitions import UNITLESS, class_names, node_at, release
from imgcif_map.rdf.terms import Iri
from imgcif_map.rdf.vocabulary import nexus_iri

__all__ = ["DEFINITIONS", "UNITLESS", "NexusTerm", "class_names", "nexus_term", "release"]

DEFINITIONS = "definitions"
"""Local name of the vocabulary that has all terms."""


@dataclass(frozen=True, slots=True)
class NexusTerm:
    """One node of the NeXus definitions."""

    iri: Iri
    kind: str
    """``field``, ``group`` or ``attribute``."""
    units: str
    """A unit category such as ``NX_LENGTH``; "" if values have no unit."""

    @property
    def has_unit(self) -> bool:
        return self.units not in UNITLESS


def nexus_term(steps: Sequence[str]) -> NexusTerm | None:
    """The term of a place, steps as in :class:`imgcif_map.mapping.tracing.flows.Spot`.

    None if the definitions do not know it.
    """
    node = node_at(steps)
    return (
        None if node is None else NexusTerm(nexus_iri(node.name, node.kind), node.kind, node.units)
    )
