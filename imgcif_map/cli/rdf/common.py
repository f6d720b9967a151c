"""What the commands of ``rdf`` share: base, format, output."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from imgcif_map.cli import outputs
from imgcif_map.rdf.output import Form, form_of, pieces
from imgcif_map.rdf.vocabulary import BASE as BASE

if TYPE_CHECKING:
    from imgcif_map.rdf.terms import Triple

Names = Annotated[
    list[str] | None,
    typer.Argument(metavar="D", help="Dictionary names or files; cif_img.dic if left out."),
]
BaseOption = Annotated[
    str, typer.Option("--base", metavar="IRI", help="What the IRIs of dictionaries start with.")
]
OwnOption = Annotated[
    bool,
    typer.Option("--own", help="Only what the dictionary itself defines, not what it imports."),
]
FormOption = Annotated[
    Form | None,
    typer.Option("--format", "-f", help="Else as the name of the output says; Turtle on stdout."),
]
OutputOption = Annotated[
    Path, typer.Option("--output", "-o", metavar="FILE", help="The RDF file; '-' is stdout.")
]


def write(
    triples: Iterable[Triple],
    output: Path,
    form: Form | None,
    *,
    prefixes: Mapping[str, str] | None = None,
    inputs: Iterable[Path] = (),
) -> None:
    """Write a graph where the user wants it; raises UsageError before anything is written."""
    outputs.check(inputs, [output])
    chosen = form_of(output, form)
    outputs.write_all([(output, pieces(triples, chosen, prefixes))])
