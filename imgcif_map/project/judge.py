"""Validates files with the rules and dictionaries that their settings ask for."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from imgcif_map.cif.document import Document
from imgcif_map.dictionary.load import load_dictionary
from imgcif_map.dictionary.model import Dictionary
from imgcif_map.errors import UnreadableInput, UsageError
from imgcif_map.findings import FileReport
from imgcif_map.project.settings import DICTIONARY, Settings
from imgcif_map.rules.catalogue import rules_of
from imgcif_map.rules.choice import Choice
from imgcif_map.rules.context import Context
from imgcif_map.rules.profile import Profile, load_profile
from imgcif_map.rules.together import Together
from imgcif_map.validator import families, judged, judged_together

if TYPE_CHECKING:
    from imgcif_map.dictionary.source import Source

DDLM = "ddl.dic"


@dataclass(frozen=True)
class Task:
    """One file and what decides on its findings."""

    name: str
    settings: Settings
    describe: bool = False
    """True if the report shall say what the file describes, too."""


Outcome = FileReport | UnreadableInput
"""The report on a file, or why it cannot be read."""


class Judge:
    """Dictionaries, profiles and choices are prepared once for all files that share them."""

    def __init__(self) -> None:
        self._dictionaries: dict[tuple[object, ...], Dictionary] = {}
        self._profiles: dict[str, Profile] = {}
        self._choices: dict[Settings, Choice] = {}

    def outcome(self, task: Task) -> Outcome:
        """Read and judge a file."""
        from imgcif_map.cif.reader import read_cif

        try:
            if task.settings.kind == DICTIONARY:
                return self._linted(task.name, task.settings, describe=task.describe)
            document = read_cif(task.name)
        except UnreadableInput as error:
            return error
        return self.judged(document, task.settings, describe=task.describe)

    def judged(
        self, document: Document, settings: Settings, *, describe: bool = False
    ) -> FileReport:
        """Judge a document."""
        archives = settings.archives
        context = Context(
            document, self.dictionary(settings), self.profile(settings), archives=archives
        )
        report = judged(context, rules_of(*families(archives)), self.choice(settings))
        return _described(report, context) if describe else report

    def judged_together(
        self, documents: Sequence[tuple[Document, Settings]], *, describe: bool = False
    ) -> tuple[FileReport, ...]:
        """Judge documents as one data set; UsageError if their dictionaries or profiles differ."""
        if not documents:
            return ()
        held = {(s.dictionaries, s.import_paths, s.profile): s for _, s in documents}
        if len(held) > 1:
            raise UsageError(
                "files that belong together need the same dictionaries and profile",
                hint="their project files differ: name one with --config",
            )
        (settings,) = held.values()
        every = tuple(document for document, _ in documents)
        dictionary, profile = self.dictionary(settings), self.profile(settings)
        archives = settings.archives
        context = Together(every[0], dictionary, profile, every, archives=archives)
        choices = [self.choice(s) for _, s in documents]
        reports = judged_together(context, rules_of(*families(archives)), choices)
        return tuple(_described(r, context) for r in reports) if describe else reports

    def _linted(self, name: str, settings: Settings, *, describe: bool) -> FileReport:
        from imgcif_map.linter import lint_file

        ddlm, profile = self.dictionary(settings), self.profile(settings)
        folders, choice = settings.import_paths, self.choice(settings)
        report = lint_file(Path(name), ddlm, profile, choice, folders, self._source)
        if not describe:
            return report
        from imgcif_map.account import account_of_dictionary

        return replace(report, about=account_of_dictionary(name, profile))

    @cached_property
    def _source(self) -> Callable[[Path], Source]:
        """Reads a dictionary that others import, once for all of them."""
        from imgcif_map.dictionary.source import read_source

        return cache(read_source)

    def prepare(self, settings: Settings) -> None:
        """Raise now what is wrong with settings: UsageError, also for a missing dictionary."""
        try:
            self.dictionary(settings)
            self.profile(settings)
            self.choice(settings)
        except UnreadableInput as error:
            raise UsageError(error.message, hint=error.hint) from error

    def remarks(self, settings: Settings) -> Iterator[tuple[str, str]]:
        """Messages and hints on data names of the profile that the dictionary does not have."""
        from imgcif_map.rules.profilecheck import unknown_names

        profile = self.profile(settings)
        if profile is not None and settings.kind != DICTIONARY:
            yield from unknown_names(profile, self.dictionary(settings))

    def dictionary(self, settings: Settings) -> Dictionary:
        """The dictionary, loaded at first use."""
        names = settings.dictionaries
        if settings.kind == DICTIONARY:
            names = names or (DDLM,)
        key = (names, settings.import_paths)
        if key not in self._dictionaries:
            made = load_dictionary(*names, import_paths=settings.import_paths)
            self._dictionaries[key] = made
        return self._dictionaries[key]

    def profile(self, settings: Settings) -> Profile | None:
        """The profile, if there is one."""
        name = settings.profile
        if name is None:
            return None
        if name not in self._profiles:
            self._profiles[name] = load_profile(name if "/" not in name else Path(name))
        return self._profiles[name]

    def choice(self, settings: Settings) -> Choice:
        """Which findings are wanted, the profile's own say left to ``judged``."""
        if settings not in self._choices:
            layers = [labels.layer for labels in settings.layers]
            self._choices[settings] = Choice(below=layers)
        return self._choices[settings]


def _described(report: FileReport, context: Context) -> FileReport:
    """The report with what the file describes."""
    # Only now: nothing else needs figures.
    from imgcif_map.account import account_of

    several = isinstance(context, Together)
    return replace(report, about=account_of(context, report.path, several=several))
