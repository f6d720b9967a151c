"""``imgcif-map rdf query``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from imgcif_map.cli import common as cli
from imgcif_map.cli.rdf.load import EndpointOption, TimeoutOption
from imgcif_map.errors import UnreadableInput, UsageError
from imgcif_map.rdf.store.answer import Shown


def query(
    given: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="STORE QUERY",
            help="The folder of the store, then a query in SPARQL or @FILE; with --endpoint no "
            "STORE, with --name no QUERY.",
        ),
    ] = None,
    name: Annotated[
        str, typer.Option("--name", "-n", metavar="NAME", help="A ready-made question.")
    ] = "",
    set_: Annotated[
        list[str] | None,
        typer.Option("--set", metavar="NAME=VALUE", help="A setting of a ready-made question."),
    ] = None,
    list_: Annotated[bool, typer.Option("--list", help="List the ready-made questions.")] = False,
    form: Annotated[
        Shown | None,
        typer.Option("--format", "-f", help="Else a table, and Turtle for graphs."),
    ] = None,
    endpoint: EndpointOption = "",
    timeout: TimeoutOption = 30.0,
) -> None:
    """Ask a store, or a server with --endpoint, in SPARQL. Queries read only.

    All graphs are asked together; usual prefixes (dcat, dct, schema, prov, qudt …) are known.
    Updates, SERVICE and LOAD are refused.

    \b
    Examples:
      imgcif-map rdf query --list
      imgcif-map rdf query store --name wavelength --set min=0.5 --set max=0.8
      imgcif-map rdf query store 'SELECT * { ?d a dcat:Dataset }' --format csv
    """
    from imgcif_map.rdf.store import local, remote
    from imgcif_map.rdf.store.answer import shown
    from imgcif_map.rdf.store.asked import checked

    if list_:
        cli.write_stdout(_listed())
        return
    words = list(given or [])
    store = "" if endpoint else (words.pop(0) if words else "")
    if not endpoint and not store:
        raise UsageError("no STORE", hint="name the folder that 'rdf load' made, or --endpoint URL")
    asked = checked(_asked(words, name, set_ or []))
    if endpoint:
        answer = remote.ask(remote.endpoint(endpoint, timeout), _prefixed(asked))
    else:
        answer = local.ask(Path(store), asked, timeout)
    how = form or (Shown.TTL if answer.graph is not None else Shown.TABLE)
    cli.write_stdout(shown(answer, how))


def _asked(words: list[str], name: str, settings: list[str]) -> str:
    from imgcif_map.rdf.store.asked import LONGEST
    from imgcif_map.rdf.store.questions import question

    if len(words) + bool(name) != 1:
        raise UsageError("one QUERY, or --name", hint="'rdf query --list' shows the names")
    if name:
        return question(name).asked(cli.settings(settings))
    if settings:
        raise UsageError("--set is for a ready-made question", hint="--name NAME")
    if not words[0].startswith("@"):
        return words[0]
    try:
        with Path(words[0][1:]).open(encoding="utf-8") as stream:
            return stream.read(LONGEST + 1)
    except (OSError, UnicodeDecodeError) as error:
        why = getattr(error, "strerror", None) or "it is no text in UTF-8"
        raise UnreadableInput(f"{words[0][1:]}: {why}") from None


def _prefixed(query: str) -> str:
    """With the usual prefixes, which a server may not know; those of the query come later."""
    from imgcif_map.rdf.vocabulary import PREFIXES

    used = {name: start for name, start in PREFIXES.items() if f"{name}:" in query}
    return "".join(f"PREFIX {name}: <{start}>\n" for name, start in used.items()) + query


def _listed() -> str:
    from imgcif_map.rdf.store.questions import questions

    lines = []
    for name, one in questions().items():
        settings = " ".join(f"--set {key}={value}" for key, value in one.settings.items())
        lines.append(f"{name}\n    {one.about}" + (f"\n    {settings}" if settings else ""))
    return "\n".join(lines) + "\n"
