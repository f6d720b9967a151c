"""``imgcif-map rdf load``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from imgcif_map.cli import common as cli
from imgcif_map.cli import options
from imgcif_map.errors import UsageError

EndpointOption = Annotated[
    str,
    typer.Option(
        "--endpoint", metavar="URL", help="A SPARQL 1.1 server in place of a STORE on disk."
    ),
]
TimeoutOption = Annotated[
    float, typer.Option(metavar="S", min=0.1, max=86400.0, help="Seconds to wait for an answer.")
]


def load(
    places: Annotated[
        list[Path],
        typer.Argument(
            metavar="STORE FILE…",
            help="The folder of the store, then RDF files or bundles; with --endpoint no STORE.",
        ),
    ],
    endpoint: EndpointOption = "",
    add: Annotated[
        bool, typer.Option("--add", help="Add to graphs of an endpoint (POST), replace none.")
    ] = False,
    timeout: TimeoutOption = 30.0,
    quiet: options.QuietOption = False,
    no_color: options.NoColorOption = False,
) -> None:
    """Put graphs into a store: a folder on disk, or a server with --endpoint.

    Each data set of a bundle is a graph called by its IRI, each file one of its own; one that is
    there already is replaced. The folder needs the extra 'store': pip install "imgcif-map[store]".
    Credentials for a server come from IMGCIF_MAP_SPARQL_TOKEN, or IMGCIF_MAP_SPARQL_USER and
    IMGCIF_MAP_SPARQL_PASSWORD.

    \b
    Examples:
      imgcif-map rdf load store site
      imgcif-map rdf load store scan.ttl rows.nt
      imgcif-map rdf load site --endpoint https://example.org/rdf-graph-store
    """
    from imgcif_map.rdf.store import local, remote
    from imgcif_map.rdf.store.graphs import graphs

    if endpoint:
        found = graphs(places)
        with cli.progress(quiet, no_color) as progress:
            remote.send(remote.endpoint(endpoint, timeout), found, add=add, progress=progress)
        told = f"{len(found)} graphs sent"
    else:
        if add:
            raise UsageError("--add is for an --endpoint")
        store, *inputs = places
        found = graphs(inputs)
        told = f"{len(found)} graphs loaded, {local.load(store, found)} triples in the store"
    if not quiet:
        cli.complain(told)
