"""What a single value must be, as SHACL constraints: datatype, pattern, states, range."""

from __future__ import annotations

import re
from collections.abc import Iterator

from imgcif_map.dictionary.model import Definition, Dictionary
from imgcif_map.rdf.datatypes import DATATYPES, datatype, is_open
from imgcif_map.rdf.terms import Blanks, Iri, Literal, Subject, Term, Triple
from imgcif_map.rdf.values import literals
from imgcif_map.rdf.vocabulary import DDLM, SH, XSD, double, integer, text
from imgcif_map.rules.contents import form_of
from imgcif_map.rules.valuetype import type_of

_NO_BLANKS = "[ \\t\\r\\n]"
_WITHOUT_BLANKS = frozenset({"word", "code", "tag"})
_POSSESSIVE = re.compile(r"(?<=[*+?}])[+]")
_TYPED = frozenset(DATATYPES)
"""Content types that a datatype says all about: ``rows`` gives it to sound values alone."""


def value_constraints(
    dictionary: Dictionary, item: Definition, here: Subject, blanks: Blanks, *, nulls: bool = False
) -> Iterator[Triple]:
    """Datatype, pattern and states of a value; with ``nulls`` a null may stand for it."""
    made = type_of(dictionary, item)
    if is_open(made):
        return
    if item.states and item.mandatory:
        if not (nulls and any(state[:1] in ("[", "{") for state in item.states)):
            members = [*literals(dictionary, item), *_nulls(nulls)]
            yield from blanks.listed(here, SH["in"], members)
        return
    others: list[Term] = [*literals(dictionary, item), *_nulls(nulls)]
    forms = list(_forms(made.contents, blanks))
    if not others and len(forms) == 1:
        yield from ((here, predicate, value) for predicate, value in forms[0][0])
        yield from forms[0][1]
        return
    nodes: list[Term] = []
    inner: list[Triple] = []
    for facts, more in forms:
        node = blanks.new()
        nodes.append(node)
        inner += [(node, predicate, value) for predicate, value in facts]
        inner += more
    if others:
        node = blanks.new()
        nodes.append(node)
        inner += blanks.listed(node, SH["in"], others)
    yield from blanks.listed(here, SH["or"], nodes)
    yield from inner


def _nulls(wanted: bool) -> list[Term]:
    return [DDLM.inapplicable, DDLM.unknown] if wanted else []


Facts = list[tuple[Iri, Term]]


def _forms(contents: str, blanks: Blanks) -> Iterator[tuple[Facts, list[Triple]]]:
    """The alternatives for a content type, each as constraints and triples they refer to."""
    if contents == "datetime":
        yield [(SH.datatype, XSD.date)], []
        yield [(SH.datatype, XSD.dateTime)], []
        return
    facts: Facts = [(SH.datatype, datatype(contents))]
    more: list[Triple] = []
    if contents in _WITHOUT_BLANKS:
        blank = blanks.new()
        facts.append((SH["not"], blank))
        more.append((blank, SH.pattern, text(_NO_BLANKS)))
        if contents == "tag":
            facts.append((SH.pattern, text("^_")))
    elif contents not in _TYPED:
        form = form_of(contents)
        if form is not None:
            facts.append((SH.pattern, text(portable(form.pattern))))
    yield facts, more


def portable(pattern: str) -> str:
    """A pattern of Python's as XPath has it: no possessive repeats, no groups that only group."""
    plain = pattern.replace("(?:", "(")
    return f"^({_POSSESSIVE.sub('', plain)})$"


def range_limits(dictionary: Dictionary, item: Definition) -> list[tuple[Iri, Literal]]:
    """The ends of an item's range; [] if it has none that can be compared."""
    contents = type_of(dictionary, item).contents
    if item.range is None or contents not in ("integer", "real"):
        return []
    ends = zip((SH.minInclusive, SH.maxInclusive), item.range, strict=True)
    return [(predicate, _limit(end, contents)) for predicate, end in ends if end is not None]


def _limit(end: float, contents: str) -> Literal:
    whole = contents == "integer" and end == int(end)
    return integer(int(end)) if whole else double(end)
