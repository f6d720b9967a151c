"""A command group that imports a command when it is asked for: help must not load them all."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterator, MutableMapping
from types import ModuleType
from typing import Any, NamedTuple

import typer
from typer.core import TyperGroup

from imgcif_map.cli.common import guarded

CONTEXT = {"help_option_names": ["-h", "--help"]}


class Entry(NamedTuple):
    """Where a command is and the one line that the group's help shows of it."""

    module: str
    """Below :mod:`imgcif_map.cli`; a command module has a function of its own name.

    The subcommands of a package are such modules in it.
    """
    summary: str
    functions: tuple[str, ...] = ()
    """Names of the subcommands' functions; empty for a command."""


def new_typer(summary: str = "", **options: Any) -> typer.Typer:
    """A Typer with the habits all our commands share."""
    return typer.Typer(
        help=summary or None,
        rich_markup_mode=None,  # importing rich for help would cost more than the help itself
        pretty_exceptions_enable=False,
        context_settings=CONTEXT,
        **options,
    )


def load(name: str, entry: Entry) -> Any:
    """The click command of an entry, built from its module's function or functions."""
    module = importlib.import_module(f"imgcif_map.cli.{entry.module}")
    built = new_typer(entry.summary, name=name, add_completion=False, no_args_is_help=True)
    for function in entry.functions or (name,):
        command = found(module, function)
        # Only a group shows help when nothing follows: 'mapping test' needs no argument.
        built.command(function)(guarded(command))
    if entry.functions:
        built.callback()(lambda: None)
    made = typer.main.get_command(built)
    made.name = name
    return made


def found(module: ModuleType, name: str) -> Callable[..., None]:
    """The function of a command: of its name, or with a ``_`` where that is a builtin's."""
    if hasattr(module, "__path__"):
        module = importlib.import_module(f"{module.__name__}.{name}")
    own: Callable[..., None] = getattr(module, name if hasattr(module, name) else f"{name}_")
    return own


class LazyCommands(MutableMapping[str, Any]):
    """Commands by name, each built at first use."""

    def __init__(self, entries: dict[str, Entry]) -> None:
        self.entries = entries
        self._built: dict[str, Any] = {}

    def __getitem__(self, name: str) -> Any:
        if name not in self._built:
            self._built[name] = load(name, self.entries[name])
        return self._built[name]

    def __contains__(self, name: object) -> bool:
        return name in self.entries or name in self._built

    def __setitem__(self, name: str, command: Any) -> None:
        self._built[name] = command

    def __delitem__(self, name: str) -> None:
        del self._built[name]

    def __iter__(self) -> Iterator[str]:
        return iter(dict.fromkeys([*self.entries, *self._built]))

    def __len__(self) -> int:
        return len(list(iter(self)))


def lazy_group(entries: dict[str, Entry]) -> type[TyperGroup]:
    """A group class whose commands are ``entries``."""

    class LazyGroup(TyperGroup):
        def __init__(self, **attributes: Any) -> None:
            super().__init__(**attributes)
            self.commands = LazyCommands(entries)

        def format_commands(self, ctx: Any, formatter: Any) -> None:
            with formatter.section("Commands"):
                formatter.write_dl([(name, entry.summary) for name, entry in entries.items()])

    return LazyGroup
