"""Names of things: namespaces, and IRIs of dictionaries, items, categories and states.

An item is ``<base><dictionary>#<data name>``: the dictionary is the title, casefolded,
of the one that defines it (``cif_core``), the data name is casefolded and percent-encoded
(``_axis.vector%5B1%5D``). ``_dictionary.namespace`` takes no part: dictionaries state
that of others.
"""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import quote

from imgcif_map.dictionary.model import Category, Definition, Dictionary
from imgcif_map.errors import UsageError
from imgcif_map.rdf.terms import Iri, Literal, iri

BASE = "https://w3id.org/cif/"
"""Where the dictionaries' own IRIs start, unless another base is chosen."""


class Namespace:
    """A namespace: ``DCT.title`` or ``DCT["title"]`` is an IRI in it."""

    def __init__(self, start: str) -> None:
        self._start = start

    def __getattr__(self, name: str) -> Iri:
        if name.startswith("__"):
            raise AttributeError(name)
        made = Iri(self._start + name)
        self.__dict__[name] = made  # found without this call from now on
        return made

    def __getitem__(self, name: str) -> Iri:
        return Iri(self._start + name)

    def __str__(self) -> str:
        return self._start


CSVW = Namespace("http://www.w3.org/ns/csvw#")
DCAT = Namespace("http://www.w3.org/ns/dcat#")
DCT = Namespace("http://purl.org/dc/terms/")
FOAF = Namespace("http://xmlns.com/foaf/0.1/")
HYDRA = Namespace("http://www.w3.org/ns/hydra/core#")
OWL = Namespace("http://www.w3.org/2002/07/owl#")
PANET = Namespace("http://purl.org/pan-science/PaNET/")
PROV = Namespace("http://www.w3.org/ns/prov#")
QUDT = Namespace("http://qudt.org/schema/qudt/")
RDF = Namespace("http://www.w3.org/1999/02/22-rdf-syntax-ns#")
RDFS = Namespace("http://www.w3.org/2000/01/rdf-schema#")
SCHEMA = Namespace("http://schema.org/")
SEMAPV = Namespace("https://w3id.org/semapv/vocab/")
SH = Namespace("http://www.w3.org/ns/shacl#")
SKOS = Namespace("http://www.w3.org/2004/02/skos/core#")
SPDX = Namespace("http://spdx.org/rdf/terms#")
SSSOM = Namespace("https://w3id.org/sssom/")
UNIT = Namespace("http://qudt.org/vocab/unit/")
VCARD = Namespace("http://www.w3.org/2006/vcard/ns#")
XSD = Namespace("http://www.w3.org/2001/XMLSchema#")

DDLM = Namespace(BASE + "ddlm#")
"""The formal attributes of DDLm: ``ddlm:type.contents`` is ``_type.contents``."""
CIFUNIT = Namespace(BASE + "unit#")
"""Unit codes of ``_units.code``, whatever base the dictionaries have."""

PREFIXES: dict[str, str] = {
    "cifunit": str(CIFUNIT),
    "csvw": str(CSVW),
    "dcat": str(DCAT),
    "dct": str(DCT),
    "ddlm": str(DDLM),
    "foaf": str(FOAF),
    "hydra": str(HYDRA),
    "nexus": "https://w3id.org/PaN/NeXus/definitions#",
    "owl": str(OWL),
    "panet": str(PANET),
    "prov": str(PROV),
    "qudt": str(QUDT),
    "rdf": str(RDF),
    "rdfs": str(RDFS),
    "schema": str(SCHEMA),
    "semapv": str(SEMAPV),
    "sh": str(SH),
    "skos": str(SKOS),
    "spdx": str(SPDX),
    "sssom": str(SSSOM),
    "unit": str(UNIT),
    "vcard": str(VCARD),
    "xsd": str(XSD),
}
"""What writers abbreviate with; one writes only those that a graph uses."""

TECHNIQUES: dict[str, Iri] = {
    "single crystal diffraction": PANET.PaNET01029,
    "x-ray single crystal diffraction": PANET.PaNET01102,
    "neutron single crystal diffraction": PANET.PaNET01236,
    "macromolecular crystallography": PANET.PaNET01164,
    "serial femtosecond crystallography": PANET.PaNET01168,
    "serial synchrotron crystallography": PANET.PaNET01169,
    "high pressure single crystal diffraction": PANET.PaNET01163,
    "powder diffraction": PANET.PaNET01030,
}
"""PaNET techniques by the words used here for them."""

NEXUS_KINDS = ("field", "group", "attribute")


@lru_cache(maxsize=8192)
def local_name(name: str) -> str:
    """A name as the end of an IRI: casefolded, all but ``A-Z a-z 0-9 - . _ ~`` percent-encoded."""
    return encoded(name.casefold())


@lru_cache(maxsize=8192)
def encoded(text: str) -> str:
    """Text percent-encoded, its case kept."""
    return quote(text, safe="", encoding="utf-8", errors="surrogatepass")


def checked_base(base: str) -> str:
    """The base itself; raises UsageError for one that no IRI can start with."""
    if not re.fullmatch(r"[A-Za-z][A-Za-z0-9+.-]*:[^#?\s]*[/:]", base) or iri(base) != base:
        raise UsageError(
            f"{base!r} is no base for IRIs",
            hint="give an absolute IRI that ends in / such as https://example.org/cif/",
        )
    return base


def dictionary_iri(title: str, base: str = BASE) -> Iri:
    """A dictionary, by its title: ``https://w3id.org/cif/cif_img``."""
    return Iri(base + local_name(title))


def dictionary_namespace(title: str, base: str = BASE) -> str:
    """What the IRIs of a dictionary's terms start with: ``https://w3id.org/cif/cif_img#``."""
    return f"{base}{local_name(title)}#"


def version_iri(title: str, version: str, base: str = BASE) -> Iri:
    """One version of a dictionary: ``https://w3id.org/cif/cif_img/1.8.9``."""
    return Iri(f"{base}{local_name(title)}/{encoded(version)}")


def mapping_set_iri(name: str, version: str = "", base: str = BASE) -> Iri:
    """``https://w3id.org/cif/mapping/nxmx/1.0.0``: a mapping file, or one version of it."""
    return Iri(f"{base}mapping/{encoded(name)}" + (f"/{encoded(version)}" if version else ""))


def term_iri(title: str, name: str, base: str = BASE) -> Iri:
    """An item or a category by the title of the dictionary that defines it."""
    return Iri(f"{base}{local_name(title)}#{local_name(name)}")


def definition_iri(definition: Definition | Category, base: str = BASE) -> Iri:
    """An item or a category."""
    return term_iri(definition.origin, definition.id, base)


def item_iri(dictionary: Dictionary, name: str, base: str = BASE) -> Iri:
    """An item by data name or alias; raises UsageError for a name the dictionary lacks."""
    found = dictionary.item(name)
    if found is None:
        raise UsageError(f"{dictionary.title} has no data name {name}")
    return definition_iri(found, base)


def category_iri(dictionary: Dictionary, name: str, base: str = BASE) -> Iri:
    """A category by its id; raises UsageError for one the dictionary lacks."""
    found = dictionary.category(name)
    if found is None:
        raise UsageError(f"{dictionary.title} has no category {name}")
    return definition_iri(found, base)


def scheme_iri(item: Iri) -> Iri:
    """The concept scheme of an item's states."""
    return Iri(f"{item}/states")


def state_iri(item: Iri, state: str) -> Iri:
    """One state of an item; its case is kept."""
    return Iri(f"{item}/state/{encoded(state)}")


def nexus_iri(path: str, kind: str) -> Iri:
    """A NeXus concept by its NXDL path, ``NXmx/ENTRY/title`` with ``field``.

    ``kind`` is ``field``, ``group`` or ``attribute``; an attribute may be written
    after ``@``.
    """
    if kind not in NEXUS_KINDS:
        raise UsageError(f"{kind!r} is no kind of NeXus concept", hint="field, group or attribute")
    name = re.sub(r"[/_@]+", "-", path.strip("/")).lower()
    return Iri(f"{PREFIXES['nexus']}{quote(name, safe='')}-{kind}")


def text(value: str) -> Literal:
    """A plain string."""
    return Literal(value)


def integer(value: int) -> Literal:
    """An ``xsd:integer``."""
    return Literal(str(value), XSD.integer)


def boolean(value: bool) -> Literal:
    """An ``xsd:boolean``."""
    return Literal("true" if value else "false", XSD.boolean)


def decimal(value: str) -> Literal:
    """An ``xsd:decimal`` from its digits."""
    return Literal(value, XSD.decimal)


def double(value: float) -> Literal:
    """An ``xsd:double``; the shortest text that is the same number."""
    return Literal(_double(float(value)), XSD.double)


def _double(value: float) -> str:
    if value != value:
        return "NaN"
    if value in (float("inf"), float("-inf")):
        return "INF" if value > 0 else "-INF"
    mantissa, _, exponent = repr(value).partition("e")
    return f"{mantissa}E{int(exponent or 0)}"


def date(value: str) -> Literal:
    """An ``xsd:date`` if it is one by its form, else a plain string."""
    return Literal(value, XSD.date if re.fullmatch(r"\d{4}-\d\d-\d\d", value, re.A) else None)
