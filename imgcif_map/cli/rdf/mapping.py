"""``imgcif-map rdf mapping``."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from imgcif_map.cli import exports, options, outputs
from imgcif_map.cli.rdf import common


class SetForm(StrEnum):
    """Ways to write a mapping set."""

    TSV = "tsv"
    TURTLE = "turtle"
    JSONLD = "jsonld"
    NTRIPLES = "ntriples"


def mapping(
    mapping: exports.MappingName,
    form: Annotated[
        SetForm | None,
        typer.Option(
            "--format", "-f", help="Else as the name of the output says; Turtle on stdout."
        ),
    ] = None,
    output: exports.OutputOption = outputs.STDOUT,
    base: common.BaseOption = common.BASE,
    no_color: options.NoColorOption = False,
) -> None:
    """Write a mapping as an SSSOM mapping set: TSV, or RDF in one of three forms.

    What a mapping builds on is part of it, and so are the gaps of both sides. Nothing is written
    if something is wrong with the mapping; the report says in which line.

    \b
    Examples:
      imgcif-map rdf mapping nxmx -o nxmx.ttl
      imgcif-map rdf mapping minicbf --format tsv
    """
    from imgcif_map.rdf.output import Form, form_of
    from imgcif_map.rdf.sssom_rdf import triples
    from imgcif_map.rdf.sssom_set import prefixes_of

    if form is None and output.suffix.casefold() == ".tsv":
        form = SetForm.TSV
    wanted = form or SetForm(form_of(output).value)
    made = exports.checked(mapping, output, base, no_color)
    if wanted is SetForm.TSV:
        outputs.write_all([(output, exports.tsv(made))])
    else:
        common.write(triples(made.set), output, Form(wanted.value), prefixes=prefixes_of(made.set))
