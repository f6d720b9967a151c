"""Gathers the triples of one data set; nothing is said of what is unknown."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field

from imgcif_map.dictionary.model import Dictionary
from imgcif_map.rdf.catalogue.model import Text
from imgcif_map.rdf.terms import TYPE, Blanks, Iri, Literal, Subject, Term, Triple, iri
from imgcif_map.rdf.vocabulary import BASE, XSD


@dataclass(frozen=True, slots=True)
class Limits:
    """How much of anything a summary holds."""

    people: int = 50
    """People, grants, keywords, works and source files, of each."""
    distributions: int = 20
    values: int = 3
    """Values of one data name that are listed; of more the least and the greatest are."""
    characters: int = 5000

    @property
    def halved(self) -> Limits:
        """Half as much."""
        return Limits(
            max(1, self.people // 2),
            max(1, self.distributions // 2),
            max(1, self.values // 2),
            max(200, self.characters // 2),
        )


@dataclass
class Builder:
    """The triples about one data set, in the order in which they are to be read."""

    dataset: Iri
    dictionary: Dictionary
    base: str = BASE
    limits: Limits = field(default_factory=Limits)
    triples: list[Triple] = field(default_factory=list)
    left_out: dict[str, int] = field(default_factory=dict)
    """What was too much, and how many."""

    def __post_init__(self) -> None:
        digest = hashlib.sha256(self.dataset.encode()).hexdigest()[:12]
        self.blanks = Blanks(f"d{digest}x")  # graphs of several data sets may be joined

    def node(self, name: str) -> Iri:
        """A node of this data set."""
        return Iri(f"{self.dataset}#{name}")

    def add(self, subject: Subject, predicate: Iri, *values: Term | None) -> None:
        """Statements; None says nothing."""
        self.triples += [(subject, predicate, value) for value in values if value is not None]

    def types(self, subject: Subject, *types: Iri) -> None:
        """What something is."""
        self.add(subject, TYPE, *types)

    def text(self, subject: Subject, predicate: Iri, text: str, language: str = "") -> None:
        """A text, if there is one."""
        if text:
            most = self.limits.characters
            cut = text if len(text) <= most else text[: most - 1].rstrip() + "…"
            self.add(subject, predicate, Literal(cut, None, language))

    def texts(self, subject: Subject, predicate: Iri, texts: tuple[Text, ...]) -> None:
        """Texts with their languages."""
        for one in self.kept("texts", texts):
            self.text(subject, predicate, one.text, one.language)

    def link(self, subject: Subject, predicate: Iri, address: str) -> None:
        """A reference to an address, if there is one."""
        if address:
            self.add(subject, predicate, iri(address))

    def kept(self, what: str, members: tuple, most: int | None = None) -> tuple:  # type: ignore[type-arg]
        """The members that there is room for; how many others there are is noted."""
        most = self.limits.people if most is None else most
        if len(members) > most:
            self.left_out[what] = len(members) - most
        return members[:most]


def day(text: str) -> Literal:
    """A date, a month or a year with its datatype."""
    kinds = {4: XSD.gYear, 7: XSD.gYearMonth, 10: XSD.date}
    return Literal(text, kinds.get(len(text), XSD.dateTime))


def whole(number: int) -> Literal:
    """An ``xsd:nonNegativeInteger``."""
    return Literal(str(number), XSD.nonNegativeInteger)
