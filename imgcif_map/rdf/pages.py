"""The reference page on the RDF vocabulary: what DDLm becomes, our own words, units, shapes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from imgcif_map.rdf.datatypes import DATATYPES
from imgcif_map.rdf.ddlm import CLASSES, MOMENT, OBJECTS, PROPERTIES
from imgcif_map.rdf.units import unit_codes, unit_term
from imgcif_map.rdf.vocabulary import BASE, CIFUNIT, DDLM, PREFIXES, TECHNIQUES

_HEAD = """\
# RDF vocabulary

Generated from the program. What `imgcif-map rdf` writes is made of these names;
[Publish a dictionary](../how-to/publish-a-dictionary.md) shows how to use it.
"""
_NAMES: tuple[tuple[str, str], ...] = (
    ("a dictionary", f"`{BASE}cif_img`, its version `{BASE}cif_img/1.8.9`"),
    ("an item, a category", f"`{BASE}cif_img#_axis.id`, `{BASE}cif_img#axis`"),
    ("the states of an item", f"`{BASE}cif_img#_axis.type/states`"),
    ("one state", f"`{BASE}cif_img#_axis.type/state/rotation`"),
    ("an uncertainty without item", "the item's IRI and `/su`"),
    ("a shape", f"`{BASE}cif_img/shapes#_axis.type`"),
    ("a unit that QUDT lacks", f"`{CIFUNIT}angstrom_squared`"),
    ("a NeXus concept", "`nexus:nxmx-entry-title-field`: path, then field, group or attribute"),
    ("a row", "`<file>#<block>/<category>/<row>`"),
)
_NAMES_TEXT = f"""
## Names

The base is `{BASE}`, or what `--base` says. The name of a dictionary is its title in lower case:
the one that defines the item, not the one that imports it. Data names are in lower case too, and
what may not stand in an IRI is percent-encoded: `_axis.vector[1]` is
`cif_img:_axis.vector%5B1%5D`. `_dictionary.namespace` takes no part. `ddlm:` and `cifunit:` stay
where they are under every base, so that graphs of several publishers can be asked together.
"""
_DICTIONARY: tuple[tuple[str, str], ...] = (
    ("dictionary", "`owl:Ontology` with `owl:versionIRI`, licence, `prov:wasDerivedFrom`, parts"),
    ("category", "`owl:Class`, `dct:isPartOf` its parent: it is no kind of its parent"),
    ("`_category_key.name`", "`owl:hasKey`, in order"),
    ("item", "`owl:DatatypeProperty` with `rdfs:domain` and `rdfs:range`"),
    ("item of Lists, Matrices, Tables", "`owl:ObjectProperty`: a list is a node, never a text"),
    ("`_definition.id`", "`skos:notation`, as it is written"),
    ("`_description.text`", "`skos:definition`, from full dictionaries alone"),
    ("one line in our own words", "`rdfs:comment`"),
    ("aliases", "`skos:altLabel`"),
    ("`_definition_replaced.by`", "`owl:deprecated`, `dct:isReplacedBy`"),
    ("`_units.code`", "`ddlm:units.code` and, if it says a unit, `qudt:hasUnit`"),
    ("`_enumeration_set.state`", "a `skos:ConceptScheme` of the item, a `skos:Concept` each"),
    ("`_name.linked_item_id`", "a reference; of an uncertainty `ddlm:measurand` as well"),
    ("dictionary that defines it", "`rdfs:isDefinedBy`"),
    ("all other formal attributes", "a property of the same name in `ddlm:`"),
)
_ROWS = """
## Rows of a file

`rdf dataset --full` writes each row of each category as a node: its type is the class of the
category, `ddlm:block` its data block, `ddlm:row` its number in the loop; each item is a property.
Unlooped items of one category are one row. A value that has the form of its type is a literal of
the datatype above, any other a plain string. States are spelled as the dictionary does. Nulls,
binary sections and data names that the dictionary does not know are left out. The uncertainty in
`12.3(4)` goes to the item that the dictionary has for it. Lists are RDF lists, with
`ddlm:unknown` and `ddlm:inapplicable` for nulls in them; a Table has a `ddlm:entry` for each key.

## Shapes

| DDLm | SHACL, in the shape of the item |
|---|---|
| any item | `sh:maxCount 1` |
| key | `sh:minCount 1`, unless a default, a method or the one row of a Set category stands in |
| `_type.container` | `sh:nodeKind`; elements of a list have a shape of their own |
| `_type.contents` | `sh:datatype`; where that says too little, `sh:pattern` |
| `_enumeration.range` | `sh:minInclusive`, `sh:maxInclusive` |
| range of a Measurand | the same, apart: a value with an uncertainty may lie beyond |
| `_enumeration_set.state` | `sh:in`, if no other value is legal |

Shapes see one row at a time. That keys differ, that links lead somewhere, how large a matrix is
and how far beyond a range an uncertainty reaches is what `imgcif-map validate` looks after. Where
part of a key is left out and the rows differ without it, `validate` is content and the shapes are
not.
"""


def vocabulary_page() -> str:
    """The page as Markdown."""
    lines = [_HEAD]
    lines += [_NAMES_TEXT, *_table(("What", "Name"), _NAMES)]
    lines += ["", "## Prefixes", ""]
    lines += _table(("Prefix", "Namespace"), ((f"`{p}`", f"`{n}`") for p, n in PREFIXES.items()))
    lines += ["", "## A dictionary", "", *_table(("DDLm", "RDF"), _DICTIONARY)]
    lines += ["", "## Datatypes", "", *_table(("`_type.contents`", "Datatype"), _datatypes())]
    lines += ["", "## Words of our own", "", f"`ddlm:` is `{DDLM}`.", ""]
    lines += _table(("Property", "Says"), _words(PROPERTIES.items()))
    lines += ["", *_table(("Class or thing", "Is"), _words([*CLASSES.items(), *OBJECTS.items()]))]
    lines += [_ROWS]
    lines += ["## Units", "", "Factor: what a value is multiplied with to be in SI units.", ""]
    lines += _table(("Code", "QUDT", "UCUM", "Factor"), _units())
    lines += ["", "## Techniques", ""]
    techniques = (
        (words, f"`panet:{name.rpartition('/')[2]}`") for words, name in TECHNIQUES.items()
    )
    lines += _table(("Technique", "PaNET"), techniques)
    return "\n".join(lines) + "\n"


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> Iterator[str]:
    yield f"| {' | '.join(head)} |"
    yield "|---" * len(head) + "|"
    for row in rows:
        yield f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in row)} |"


def _words(words: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    return ((f"`ddlm:{name}`", said) for name, said in words)


def _datatypes() -> Iterator[tuple[str, str]]:
    for contents, kind in DATATYPES.items():
        name = "ddlm:DateTime" if kind == MOMENT else f"xsd:{kind.rpartition('#')[2]}"
        union = ": `xsd:date` or `xsd:dateTime`" if kind == MOMENT else ""
        yield contents, f"`{name}`{union}"
    yield "all others", "`xsd:string`"


def _units() -> Iterator[tuple[str, ...]]:
    for code in unit_codes():
        unit = unit_term(code)
        name = f"`unit:{unit.qudt.rpartition('/')[2]}`" if unit.qudt else "none"
        broader = "" if unit.exact or not unit.qudt else " (broader)"
        ucum = f"`{unit.ucum}`" if unit.ucum else ""
        yield code, f"{name}{broader}" if unit.ucum else "no unit is said", ucum, unit.multiplier
