"""Checks DDLm dictionaries: syntax, their attributes against ddl.dic, and what they mean.

Every save frame and the header are held against the DDLm reference dictionary
like any data against theirs (codes DDL), then the definitions against each
other (codes DIC). What a dictionary imports is looked at, never blamed on it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path

from imgcif_map.cif.intake import read_bytes
from imgcif_map.cif.reader import parse_cif
from imgcif_map.dictionary.load import load_dictionary
from imgcif_map.dictionary.model import Dictionary
from imgcif_map.dictionary.source import Source, read_source
from imgcif_map.findings import FileReport, Report
from imgcif_map.rules.catalogue import rules_of
from imgcif_map.rules.choice import Choice
from imgcif_map.rules.dic.base import DictionaryContext
from imgcif_map.rules.dic.subject import subject_of
from imgcif_map.rules.levels import level
from imgcif_map.rules.profile import Profile, load_profile
from imgcif_map.validator import judged, stamps

DDLM = "ddl.dic"
"""The reference dictionary, whose items are the attributes of definitions."""


def lint_dictionary(
    paths: str | Path | Iterable[str | Path],
    import_paths: Sequence[Path] = (),
    select: Iterable[str] = (),
    ignore: Iterable[str] = (),
    profile: Profile | str | Path | None = None,
    dictionary: Dictionary | str | Path | None = None,
    severity: Mapping[str, str] | None = None,
) -> Report:
    """All findings on DDLm dictionaries.

    Imports are looked up beside each file, in ``import_paths``, the user's data
    folder and the packaged dictionaries. ``select``, ``ignore``, ``profile``
    and ``severity`` are those of ``validate``; ``dictionary`` is the reference dictionary to
    hold the definitions against, the packaged ``ddl.dic`` by default.

    Raises UnreadableInput if a file is missing or is no DDLm dictionary,
    UsageError for an unknown code or profile.
    """
    if isinstance(paths, (str, Path)):
        paths = (paths,)
    levels = {label: level(text) for label, text in (severity or {}).items()}
    chosen = Choice(select, ignore, levels)
    known = load_profile(profile) if isinstance(profile, (str, Path)) else profile
    ddlm = dictionary if isinstance(dictionary, Dictionary) else load_dictionary(dictionary or DDLM)
    # Dictionaries of one run import the same others again and again.
    read = cache(read_source)
    files = tuple(lint_file(Path(path), ddlm, known, chosen, import_paths, read) for path in paths)
    return Report(files, stamps(ddlm))


def lint_file(
    path: Path,
    ddlm: Dictionary,
    profile: Profile | None,
    chosen: Choice,
    import_paths: Sequence[Path],
    read: Callable[[Path], Source],
) -> FileReport:
    """All wanted findings on one dictionary; ``read`` reads the dictionaries that it imports."""
    data = read_bytes(path)
    document = parse_cif(data, path=str(path))
    subject = subject_of(document, data, path, import_paths, ddlm, read)
    context = DictionaryContext(document, ddlm, profile, subject)
    return judged(context, rules_of("ddl", "dic"), chosen)
