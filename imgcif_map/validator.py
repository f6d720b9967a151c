"""Validates CIF files: syntax findings and rules, one report.

Needs neither mapping engine nor file formats: importing this module imports
no h5py, lark, jsonschema or rdflib.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

from imgcif_map.cif.document import Document
from imgcif_map.dictionary.model import Dictionary
from imgcif_map.errors import UsageError
from imgcif_map.findings import (
    DictionaryStamp,
    FileReport,
    Finding,
    Report,
    Severity,
)
from imgcif_map.rules.base import Rule
from imgcif_map.rules.catalogue import CRASH_CODE, CRASH_NAME, find_rule, rules_of
from imgcif_map.rules.context import Context
from imgcif_map.rules.profile import Profile, load_profile

STDIN = "-"
Input = str | Path | Document


def validate(
    paths_or_documents: Input | Iterable[Input],
    dictionaries: Dictionary | str | Path | Sequence[str | Path] | None = None,
    import_paths: Sequence[Path] = (),
    select: Iterable[str] = (),
    ignore: Iterable[str] = (),
    profile: Profile | str | Path | None = None,
) -> Report:
    """All findings on CIF files or documents; the path ``-`` is standard input.

    ``dictionaries`` is a compiled one, or names or paths for ``load_dictionary``
    (default: the imgCIF dictionary). ``select`` and ``ignore`` take codes
    (``DDL010``), their beginnings (``DDL``) and names of rules; what is
    ignored wins. ``profile`` adds requirements and changes severities.

    Raises UnreadableInput if a file is missing or is no text, UsageError for
    an unknown code or profile. What is wrong *in* a file never raises.
    """
    if isinstance(paths_or_documents, (str, Path, Document)):
        paths_or_documents = (paths_or_documents,)
    chosen = Choice(tuple(select), tuple(ignore))
    known = load_profile(profile) if isinstance(profile, (str, Path)) else profile
    dictionary = _dictionary(dictionaries, import_paths)
    rules = rules_of("ddl", "img")
    files = []
    for given in paths_or_documents:
        document = given if isinstance(given, Document) else _read(given)
        files.append(judged(Context(document, dictionary, known), rules, chosen))
    return Report(tuple(files), stamps(dictionary))


def judged(context: Context, rules: Iterable[Rule], chosen: Choice) -> FileReport:
    """Syntax findings of a document and those of the chosen ones of some rules, in order."""
    document, profile = context.document, context.profile
    found = list(document.problems)
    broken = {_place(f) for f in found if f.severity is Severity.ERROR and f.location.line}
    # What a syntax error has left behind is not reported again for what it looks like.
    made = check(context, (rule for rule in rules if chosen.wants(rule.code)))
    found += [f for f in made if _place(f) not in broken or f.count > 1]
    findings = (_graded(f, profile, document.path) for f in found if chosen.wants(f.code))
    kept = [f for f in findings if f is not None]
    return FileReport(document.path, tuple(sorted(kept, key=_order)))


def check(context: Context, rules: Iterable[Rule]) -> Iterator[Finding]:
    """The findings of some rules on one document; a rule that crashes is a finding itself."""
    for rule in rules:
        try:
            yield from rule.check(context)
        except Exception as error:  # noqa: BLE001 - one faulty rule must not hide the others
            yield Finding(
                code=CRASH_CODE,
                name=CRASH_NAME,
                severity=Severity.ERROR,
                message=f"rule {rule.code} {rule.name} failed: {type(error).__name__}: {error}",
                hint="this is a fault of imgcif-map, please report it with the file",
            )


def _dictionary(
    given: Dictionary | str | Path | Sequence[str | Path] | None, import_paths: Sequence[Path]
) -> Dictionary:
    if isinstance(given, Dictionary):
        return given
    from imgcif_map.dictionary.load import load_dictionary

    names = (given,) if isinstance(given, (str, Path)) else given or ()
    return load_dictionary(*names, import_paths=import_paths)


def _read(path: str | Path) -> Document:
    from imgcif_map.cif.reader import parse_cif, read_cif

    if path == STDIN:
        return parse_cif(sys.stdin.buffer.read(), "<stdin>")
    return read_cif(path)


def stamps(dictionary: Dictionary) -> tuple[DictionaryStamp, ...]:
    """Title, version and checksum of each file a dictionary was made of."""
    return tuple(DictionaryStamp(p.title, p.version, p.sha256) for p in dictionary.parts)


def _place(finding: Finding) -> tuple[int, int]:
    return (finding.location.line, finding.location.column)


def _order(finding: Finding) -> tuple[int, int, str, str]:
    at = finding.location
    return (at.line, at.column, finding.code, at.item or "")


def _graded(finding: Finding, profile: Profile | None, path: str) -> Finding | None:
    """The finding with its file and the profile's severity; None if the profile ignores it."""
    if not finding.location.path and path:
        finding = replace(finding, location=replace(finding.location, path=path))
    if profile is None:
        return finding
    if finding.code in profile.ignore:
        return None
    severity = profile.severity.get(finding.code, finding.severity)
    return finding if severity is finding.severity else replace(finding, severity=severity)


class Choice:
    """Which codes are wanted. A crashed rule is always reported unless ignored outright."""

    def __init__(self, select: tuple[str, ...], ignore: tuple[str, ...]) -> None:
        self._select = tuple(_code(label) for label in select)
        self._ignore = tuple(_code(label) for label in ignore)

    def wants(self, code: str) -> bool:
        """True if findings with that code are to be reported."""
        if code == CRASH_CODE:
            return CRASH_CODE not in self._ignore
        if self._select and not code.startswith(self._select):
            return False
        return not (self._ignore and code.startswith(self._ignore))


@lru_cache(maxsize=1)
def _known_codes() -> tuple[str, ...]:
    from imgcif_map.rules.codes import pages

    return tuple(pages())


def _code(label: str) -> str:
    """The code, or beginning of codes, that a command-line label means."""
    start = label.upper()
    if re.fullmatch(r"[A-Z]{3}\d{0,3}", start) and any(c.startswith(start) for c in _known_codes()):
        return start
    rule = find_rule(label)
    if rule is not None:
        return rule.code
    raise UsageError(f"no rule {label!r}", hint="codes (DDL010), families (DDL) or names of rules")
