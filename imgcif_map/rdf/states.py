"""The states of an item as concepts of a scheme."""

from __future__ import annotations

from collections.abc import Iterator

from imgcif_map.dictionary.model import Definition
from imgcif_map.rdf.context import Context
from imgcif_map.rdf.prose import Prose
from imgcif_map.rdf.terms import TYPE, Iri, Literal, Term, Triple
from imgcif_map.rdf.vocabulary import DDLM, SKOS, scheme_iri, state_iri, text


def states(context: Context, here: Iri, item: Definition, prose: Prose) -> Iterator[Triple]:
    """The scheme of an enumerated item, its concepts, and their order."""
    if not item.states:
        return
    scheme = scheme_iri(here)
    yield here, DDLM["enumeration_set.scheme"], scheme
    concepts: list[Term] = [state_iri(here, state) for state in item.states]
    yield from context.blanks.listed(here, DDLM["enumeration_set.state"], concepts)
    yield scheme, TYPE, SKOS.ConceptScheme
    yield scheme, SKOS.prefLabel, Literal(f"States of {item.id}", None, "en")
    for state in dict.fromkeys(item.states):
        concept = state_iri(here, state)
        yield scheme, SKOS.hasTopConcept, concept
        yield concept, TYPE, SKOS.Concept
        yield concept, SKOS.inScheme, scheme
        yield concept, SKOS.notation, text(state)
        yield concept, SKOS.prefLabel, text(state)
        said = prose.states.get((item.origin, item.id.casefold(), state))
        if said:
            yield concept, SKOS.definition, Literal(said, None, "en")
