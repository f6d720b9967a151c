"""DDL039."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import PurePath

from imgcif_map.dictionary.model import Dictionary, Part
from imgcif_map.findings import Finding, Severity
from imgcif_map.rules.base import Rule
from imgcif_map.rules.columns import DataColumn
from imgcif_map.rules.context import BlockView, Context
from imgcif_map.rules.ddl.prefixes import is_foreign

_VERSION = re.compile(r"[ _-]*v?[0-9]+(?:\.[0-9]+)*$")
_SYNONYMS = {"imgcif": "cifimg", "cif": "cifcore", "corecif": "cifcore", "powcif": "cifpow"}


class OtherDictionary(Rule):
    """Data names are unknown, and the file names a dictionary that was not used.

    What
        `_audit_conform.dict_name` names a dictionary that is not among those the
        file is held against, or `_audit_conform.dict_version` asks for a later
        version. Said only if the file has data names that are unknown here.

    Why
        The data names may be right, and what is missing is their dictionary.

    Fails
        _audit_conform.dict_name  cif_pow.dic
        _pd_meas.scan_method      step

    Passes
        _audit_conform.dict_name  cif_img.dic
        _diffrn_scan.id           S1
    """

    code = "DDL039"
    name = "other-dictionary"
    severity = Severity.NOTE

    def check(self, context: Context) -> Iterator[Finding]:
        told: set[tuple[str, str]] = set()
        for block in context.blocks:
            names = block.column("_audit_conform.dict_name")
            if names is None or names.definition is None:
                continue
            versions = _versions(block, names)
            for row, (name, version) in enumerate(zip(names.texts, versions, strict=True)):
                if names.canonical[row] is None or (name, version) in told:
                    continue
                told.add((name, version))
                found = _used(context.dictionary, name)
                if found is None or _is_later(version, found.version):
                    number = unknown_names(context)
                    if number:
                        yield self._other(names, row, name, version, found, number)

    def _other(
        self, column: DataColumn, row: int, name: str, version: str, used: Part | None, number: int
    ) -> Finding:
        unknown = f"{number} of its data names {'is' if number == 1 else 'are'} unknown here"
        if used is None:
            message = f"the file follows {name}, which it was not held against; {unknown}"
            hint = f"add --dictionary {name}"
        else:
            message = f"the file follows {name} {version}, and {used.version} was used; {unknown}"
            hint = "use the later dictionary"
        return self.finding(message, column, [row], hint=hint)


def unknown_names(context: Context) -> int:
    """How many different data names of the file are neither defined nor somebody's own."""

    def count() -> int:
        columns = (column for block in context.blocks for column in block.columns)
        names = {column.column.key for column in columns if column.definition is None}
        return sum(not is_foreign(name, context.dictionary) for name in names)

    found: int = context.once("unknown names", count)
    return found


def _versions(block: BlockView, names: DataColumn) -> Sequence[str]:
    column = block.column("_audit_conform.dict_version")
    if column is None or len(column) != len(names):
        return [""] * len(names)
    return [version or "" for version in column.canonical]


def _used(dictionary: Dictionary, name: str) -> Part | None:
    wanted = _plain(name)
    for part in dictionary.parts:
        if wanted in (_plain(part.title), _plain(PurePath(part.path).name)):
            return part
    return None


def _plain(name: str) -> str:
    """A dictionary's name without folder, suffix, version, case and punctuation."""
    bare = re.split(r"[/\\]", name.casefold())[-1].removesuffix(".dic")
    plain = re.sub(r"[^a-z0-9]", "", _VERSION.sub("", bare))
    return _SYNONYMS.get(plain, plain)


def _is_later(stated: str, used: str) -> bool:
    numbers = [[int(x) for x in re.findall(r"[0-9]+", text)[:3]] for text in (stated, used)]
    return bool(numbers[0] and numbers[1]) and numbers[0] > numbers[1]
