"""What every part of a dictionary's graph is made with: the dictionary, the base, blank nodes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from imgcif_map.dictionary.model import Category, Definition, Dictionary
from imgcif_map.rdf.terms import Blanks, Iri, Literal, Subject, Term, Triple
from imgcif_map.rdf.vocabulary import BASE, DDLM, definition_iri, term_iri


@dataclass(frozen=True)
class Context:
    """A dictionary on its way to RDF."""

    dictionary: Dictionary
    base: str = BASE
    blanks: Blanks = field(default_factory=Blanks)

    def iri(self, definition: Definition | Category) -> Iri:
        """The IRI of an item or a category."""
        return definition_iri(definition, self.base)

    def named(self, name: str) -> tuple[Iri, bool]:
        """The item of a name, and whether its definition spells it so.

        A name that nothing defines is taken for one of the dictionary's own.
        """
        found = self.dictionary.item(name)
        if found is None:
            return term_iri(self.dictionary.title, name, self.base), False
        return self.iri(found), found.id == name

    def reference(self, subject: Subject, attribute: str, name: str | None) -> Iterator[Triple]:
        """An attribute that names an item, as a reference to it."""
        if name is None:
            return
        target, exact = self.named(name)
        yield subject, DDLM[attribute], target
        if not exact:
            yield subject, DDLM[attribute + "_written"], Literal(name)

    def references(
        self,
        subject: Subject,
        attribute: str,
        names: Sequence[str | None],
        predicate: Iri | None = None,
    ) -> Iterator[Triple]:
        """An attribute that names items in order; None is ``ddlm:withdrawn``."""
        if not names:
            return
        targets = [(DDLM.withdrawn, True) if name is None else self.named(name) for name in names]
        members: list[Term] = [target for target, _ in targets]
        yield from self.blanks.listed(subject, predicate or DDLM[attribute], members)
        if not all(exact for _, exact in targets):
            spelled: list[Term] = [
                DDLM.withdrawn if name is None else Literal(name) for name in names
            ]
            yield from self.blanks.listed(subject, DDLM[attribute + "_written"], spelled)

    def texts(self, subject: Subject, attribute: str, texts: Sequence[str]) -> Iterator[Triple]:
        """Plain strings in order, as a list."""
        members: list[Term] = [Literal(x) for x in texts]
        yield from self.blanks.listed(subject, DDLM[attribute], members)
