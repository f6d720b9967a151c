"""reference/cli.md from the command tree, independent of how the installed typer prints help."""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from typing import Any

import typer

HEAD = """\
# Command line

Generated from the program; `imgcif-map COMMAND --help` says the same.

"""


def cli_page() -> str:
    from imgcif_map.cli.app import COMMANDS, EPILOG, SUMMARY, app

    root = typer.main.get_command(app)
    lines = [HEAD + SUMMARY, "", *EPILOG.strip().splitlines(), ""]
    lines += ["| Command | |", "|---|---|"]
    lines += [f"| [`{name}`](#{name}) | {entry.summary} |" for name, entry in COMMANDS.items()]
    group: Any = root
    for name in COMMANDS:
        command = group.commands[name]
        subcommands = getattr(command, "commands", None)
        if subcommands is None:
            lines += ["", f"## {name}", "", *_command(name, command)]
            continue
        lines += ["", f"## {name}", "", COMMANDS[name].summary]
        for below, subcommand in subcommands.items():
            lines += ["", f"### {name} {below}", "", *_command(f"{name} {below}", subcommand)]
    return "\n".join(lines) + "\n"


def _command(path: str, command: Any) -> Iterator[str]:
    arguments = [p for p in command.params if p.param_type_name == "argument"]
    options = [p for p in command.params if p.param_type_name == "option"]
    usage = " ".join(_usage(argument) for argument in arguments)
    yield from ("```", f"imgcif-map {path} [OPTIONS] {usage}".rstrip(), "```", "")
    prose, _, examples = inspect.cleandoc(command.help or "").partition("\b")
    yield prose.strip()
    if examples:
        shown = examples.strip().splitlines()
        yield from (
            "",
            shown[0],
            "",
            "```",
            *(line.removeprefix("  ") for line in shown[1:]),
            "```",
        )
    yield from ("", "| | |", "|---|---|")
    for parameter in [*arguments, *options]:
        yield f"| {_spelling(parameter)} | {_cell(parameter)} |"


def _usage(argument: Any) -> str:
    name = argument.metavar or argument.name.upper()
    name += "..." if argument.nargs == -1 else ""
    return name if argument.required else f"[{name}]"


def _spelling(parameter: Any) -> str:
    if parameter.param_type_name == "argument":
        return f"`{parameter.metavar or parameter.name.upper()}`"
    names = ", ".join(f"`{name}`" for name in [*parameter.opts, *parameter.secondary_opts])
    value = (parameter.metavar or "").replace("|", "\\|")
    return f"{names} {value}".strip()


def _cell(parameter: Any) -> str:
    text = (parameter.help or "").replace("|", "\\|")
    default = parameter.default
    if parameter.param_type_name == "option" and default not in (None, False, True):
        shown = getattr(default, "value", default)
        if shown not in ([], ()):
            text += f" Default: `{shown}`."
    return text
