"""What is known of a data set beside its measurement. All frozen; "" and () mean unknown."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from imgcif_map.errors import NOWHERE, Place

THIS = "this"
"""The data set itself, where works say what they are derived from."""


@dataclass(frozen=True, slots=True)
class Text:
    """A text and the tag of its language."""

    text: str
    language: str = ""


@dataclass(frozen=True, slots=True)
class Organisation:
    """An organisation; ``iri`` is its ROR, the DOI of a funder or an address."""

    name: str
    iri: str = ""


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who made the data, or who answers questions."""

    name: str
    orcid: str = ""
    """Four groups of four, without the address."""
    affiliation: Organisation | None = None
    email: str = ""
    url: str = ""
    place: Place = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Grant:
    """Money that made the data possible."""

    funder: Organisation | None = None
    award: str = ""
    title: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Licence:
    """A licence by its IRI, and by its SPDX identifier where it has one."""

    iri: str
    spdx: str = ""


@dataclass(frozen=True, slots=True)
class Work:
    """A processed data set or a publication, and what it is derived from."""

    kind: str
    """``processed`` or ``publication``."""
    iri: str
    title: str = ""
    date: str = ""
    software: str = ""
    sources: tuple[str, ...] = (THIS,)
    """:data:`THIS`, IRIs of other data sets, IRIs of other works."""


@dataclass(frozen=True, slots=True)
class Apparatus:
    """The instrument and who runs it."""

    name: str = ""
    iri: str = ""
    facility: Organisation | None = None


@dataclass(frozen=True, slots=True)
class CatalogFacts:
    """The catalogue in which the data set is listed."""

    iri: str = ""
    title: tuple[Text, ...] = ()
    description: tuple[Text, ...] = ()
    publisher: Organisation | None = None


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The ``catalogue:`` block, or that and what the file says, put together."""

    title: tuple[Text, ...] = ()
    description: tuple[Text, ...] = ()
    doi: str = ""
    """``https://doi.org/10…``."""
    iri: str = ""
    """Another identifier of the data set, where it has no DOI."""
    licence: Licence | None = None
    publisher: Organisation | None = None
    issued: str = ""
    modified: str = ""
    version: str = ""
    keywords: tuple[Text, ...] = ()
    languages: tuple[str, ...] = ()
    access: str = ""
    """``open``, ``embargoed``, ``restricted`` or ``closed``."""
    embargo: str = ""
    """The day on which the data become public."""
    creators: tuple[Person, ...] = ()
    contacts: tuple[Person, ...] = ()
    funding: tuple[Grant, ...] = ()
    techniques: tuple[str, ...] = ()
    """IRIs of PaNET."""
    landing_page: str = ""
    base_url: str = ""
    """Where relative addresses of the file start."""
    file_url: str = ""
    """Where the imgCIF file itself is."""
    instrument: Apparatus | None = None
    works: tuple[Work, ...] = ()
    catalog: CatalogFacts | None = None
    path: str = ""
    """The file it was read from."""
    places: Mapping[str, Place] = field(default_factory=dict, compare=False)
    """Where each key stands."""

    def place(self, key: str) -> Place | None:
        """Where a key stands; the block if it is not there."""
        return self.places.get(key) or self.places.get("")
