"""Validates CIF files: syntax findings and rules, one report.

Needs neither mapping engine nor file formats: importing this module imports
no h5py, lark, jsonschema or rdflib.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from imgcif_map.cif.document import Document
from imgcif_map.dictionary.model import Dictionary
from imgcif_map.findings import (
    DictionaryStamp,
    FileReport,
    Finding,
    Report,
    Severity,
)
from imgcif_map.rules.base import Rule
from imgcif_map.rules.catalogue import CRASH_CODE, CRASH_NAME, rules_of
from imgcif_map.rules.choice import Choice
from imgcif_map.rules.context import Context
from imgcif_map.rules.levels import level
from imgcif_map.rules.positions import all_positions
from imgcif_map.rules.profile import Profile, load_profile
from imgcif_map.rules.together import Together, by_document

if TYPE_CHECKING:
    from imgcif_map.archives.request import Archives

__all__ = [
    "STDIN",
    "Choice",
    "check",
    "families",
    "judged",
    "judged_together",
    "stamps",
    "validate",
]

STDIN = "-"
Input = str | Path | Document


def validate(
    paths_or_documents: Input | Iterable[Input],
    dictionaries: Dictionary | str | Path | Sequence[str | Path] | None = None,
    import_paths: Sequence[Path] = (),
    select: Iterable[str] = (),
    ignore: Iterable[str] = (),
    profile: Profile | str | Path | None = None,
    severity: Mapping[str, str] | None = None,
    together: bool = False,
    archives: Archives | None = None,
) -> Report:
    """All findings on CIF files or documents; the path ``-`` is standard input.

    ``dictionaries`` is a compiled one, or names or paths for ``load_dictionary``
    (default: the imgCIF dictionary). ``select`` and ``ignore`` take codes
    (``DDL010``), their beginnings (``DDL``) and names of rules; what is
    ignored wins. ``profile`` adds requirements and changes severities,
    ``severity`` changes them further: ``{"DDL001": "error", "IMG": "off"}``.
    With ``together`` all of them form one data set: links may lead from one to another.
    With ``archives`` (see :func:`imgcif_map.make_archives`) the archives and images that they
    point at are looked at, too.

    Raises UnreadableInput if a file is missing or is no text, UsageError for
    an unknown code, severity or profile. What is wrong *in* a file never raises.
    """
    if isinstance(paths_or_documents, (str, Path, Document)):
        paths_or_documents = (paths_or_documents,)
    levels = {label: level(text) for label, text in (severity or {}).items()}
    chosen = Choice(select, ignore, levels)
    known = load_profile(profile) if isinstance(profile, (str, Path)) else profile
    dictionary = _dictionary(dictionaries, import_paths)
    rules = rules_of(*families(archives))
    documents = (d if isinstance(d, Document) else _read(d) for d in paths_or_documents)
    if together:
        every = tuple(documents)
        context = Together(Document(), dictionary, known, every, archives=archives)
        files = judged_together(context, rules, [chosen] * len(every))
    else:
        files = tuple(
            judged(Context(d, dictionary, known, archives=archives), rules, chosen)
            for d in documents
        )
    return Report(files, stamps(dictionary))


def families(archives: Archives | None) -> tuple[str, ...]:
    """The families of rules on data; those on archives are imported only if they are asked for."""
    return ("ddl", "img") if archives is None else ("arc", "ddl", "img")


def judged(context: Context, rules: Iterable[Rule], chosen: Choice) -> FileReport:
    """Syntax findings of a document and those of the chosen ones of some rules, in order."""
    if context.profile is not None:
        chosen = chosen.above(context.profile.layer)
    run = _wanted(rules, chosen)
    made = _made(context, run, [context.document])
    return _reported(context.document, made, context, run, chosen)


def judged_together(
    context: Together, rules: Iterable[Rule], choices: Sequence[Choice]
) -> tuple[FileReport, ...]:
    """As :func:`judged`, for each document of one data set under a choice of its own."""
    if context.profile is not None:
        choices = [chosen.above(context.profile.layer) for chosen in choices]
    wanted = [_wanted(rules, chosen) for chosen in choices]
    union = {rule.code: rule for run in wanted for rule in run}
    made = _made(context, list(union.values()), context.documents)
    parts = by_document(made, context.documents)
    return tuple(
        _reported(document, part, context, run, chosen)
        for document, part, run, chosen in zip(
            context.documents, parts, wanted, choices, strict=True
        )
    )


def _wanted(rules: Iterable[Rule], chosen: Choice) -> list[Rule]:
    """The rules that are to run: optional ones only if they are named."""
    return [
        rule
        for rule in rules
        if chosen.wants(rule.code) and (not rule.optional or chosen.names(rule.code))
    ]


def _made(context: Context, rules: Iterable[Rule], documents: Iterable[Document]) -> list[Finding]:
    with all_positions() if any(d.comments for d in documents) else nullcontext():
        return list(check(context, rules))


def _reported(
    document: Document,
    made: Iterable[Finding],
    context: Context,
    rules: Sequence[Rule],
    chosen: Choice,
) -> FileReport:
    """Syntax and other findings of one document, those that comments keep out apart."""
    found = list(document.problems)
    broken = {_place(f) for f in found if f.severity is Severity.ERROR and f.location.line}
    # What a syntax error has left behind is not reported again for what it looks like.
    found += [f for f in made if _place(f) not in broken or f.count > 1]
    kept = _graded(found, document, chosen)
    hidden: list[Finding] = []
    if document.comments:
        kept, hidden = _commented(kept, document, context, rules, chosen)
    return FileReport(document.path, _sorted(kept), _sorted(hidden))


def _graded(found: Iterable[Finding], document: Document, chosen: Choice) -> list[Finding]:
    """The findings that are wanted, with their file and severity."""
    graded = (chosen.graded(_placed(f, document.path)) for f in found)
    return [f for f in graded if f is not None]


def _commented(
    found: list[Finding],
    document: Document,
    context: Context,
    rules: Sequence[Rule],
    chosen: Choice,
) -> tuple[list[Finding], list[Finding]]:
    """The findings that remain and those that the file's comments keep out."""
    # Only now: hardly any file has such comments.
    from imgcif_map.cif.codes import CODES
    from imgcif_map.rules.suppress.apply import Suppressions

    # Without a profile nothing is required, and nothing is missing.
    ran = [rule for rule in rules if context.profile is not None or not rule.needs_profile]
    codes = [rule.code for rule in ran] + [code for code in CODES if chosen.wants(code)]
    suppressions = Suppressions(document, context.dictionary)
    kept, hidden = suppressions.applied(found)
    own = suppressions.problems + suppressions.unused(codes)
    more, also = suppressions.applied(_graded(own, document, chosen))
    return kept + more, hidden + also


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


def _sorted(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    return tuple(sorted(findings, key=_order))


def _order(finding: Finding) -> tuple[int, int, str, str]:
    at = finding.location
    return (at.line, at.column, finding.code, at.item or "")


def _placed(finding: Finding, path: str) -> Finding:
    """The finding with its file."""
    if finding.location.path or not path:
        return finding
    return replace(finding, location=replace(finding.location, path=path))
