"""Runs a mapping over sources: chooses blocks and overlays, fills them, reports all gaps."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from imgcif_map.cif.document import Block, Document
from imgcif_map.dictionary.model import Dictionary
from imgcif_map.errors import UsageError
from imgcif_map.mapping import model
from imgcif_map.mapping.engine.apart import Earlier
from imgcif_map.mapping.engine.assemble import make_block
from imgcif_map.mapping.engine.block import BlockRun
from imgcif_map.mapping.engine.categories import Filler
from imgcif_map.mapping.engine.checks import report_known_gaps, run_checks
from imgcif_map.mapping.engine.conditions import holds
from imgcif_map.mapping.engine.expressions import distinct, records_of
from imgcif_map.mapping.engine.fixes import apply_fixes
from imgcif_map.mapping.engine.keys import legal_word
from imgcif_map.mapping.engine.names import to_text
from imgcif_map.mapping.engine.provenance import Provenance
from imgcif_map.mapping.engine.results import Records
from imgcif_map.mapping.engine.session import Session
from imgcif_map.mapping.engine.unlike import report_unlike
from imgcif_map.mapping.engine.unmapped import ignored, report_unmapped
from imgcif_map.mapping.engine.values import evaluate_value, value_quantity
from imgcif_map.mapping.functions.registry import Function
from imgcif_map.mapping.gaps import GapLog
from imgcif_map.mapping.model import MappingFile, Value
from imgcif_map.sources.record import Record

Composer = Callable[[Sequence[MappingFile]], model.Mapping]
"""Merges overlays on top of the base and format; given by the caller."""
Progress = Callable[[str], None]


@dataclass
class BlockResult:
    """One data block, where its values come from and where missing ones were sought."""

    block: Block
    mapping: model.Mapping
    overlays: tuple[str, ...]
    provenance: Provenance
    looked: Mapping[str, Sequence[str]]


@dataclass
class Engine:
    """A mapping ready to run over some sources."""

    mapping: model.Mapping
    roots: Records
    dictionary: Dictionary
    functions: Mapping[str, Function]
    overlays: Sequence[MappingFile] = ()
    compose: Composer | None = None
    settings: Mapping[str, Any] = field(default_factory=dict)
    options: Mapping[str, Any] = field(default_factory=dict)
    answers: Mapping[tuple[str, str], Value] = field(default_factory=dict)
    progress: Progress = lambda message: None
    gaps: GapLog = field(default_factory=GapLog)
    touched: set[Any] = field(default_factory=set)
    """Identities of all records that anything looked at."""
    ids: dict[str, Earlier] = field(default_factory=dict)
    """Ids of the data blocks made so far, by item."""
    ignored: set[Any] = field(default_factory=set)
    """Identities of what the mapping lists under ``ignore``."""
    counted: dict[str, int] = field(default_factory=dict)
    """Rows of each table in all data blocks made so far."""

    def session(self) -> Session:
        """A fresh session over the same sources, with the common gap log."""
        return Session(
            self.roots,
            self.dictionary,
            self.functions,
            self.gaps,
            self.settings,
            self.options,
            before=self.counted,
            ids=self.ids,
            touched=self.touched,
        )

    def block_records(self) -> Records:
        """The records that become data blocks: the matches of ``blocks.each``."""
        run = BlockRun(replace(self.session(), gaps=GapLog()), self.mapping, None)
        found: list[Record] = []
        for each in self.mapping.blocks:
            found.extend(records_of(evaluate_value(each, run.scope).result))
        return distinct(r for r in found if r.error is None)

    def run(self) -> list[BlockResult]:
        """All data blocks. Raises UsageError if nothing in the sources fits the mapping."""
        self._check_settings()
        records = self.block_records()
        if not records:
            files = ", ".join(r.origin.file for r in self.roots)
            raise UsageError(
                f"the mapping {self.mapping.id} finds nothing to describe in {files}",
                hint="look at the file with `imgcif-map inspect`, or choose another --mapping",
            )
        results = []
        skipped = self.ignored
        names: set[str] = set()
        for record in records:
            session = self.session()
            result = self._block(record, session, skipped, names)
            results.append(result)
        report_unmapped(self.session(), _tops(records), skipped)
        return results

    def _block(
        self, record: Record, session: Session, skipped: set[Any], names: set[str]
    ) -> BlockResult:
        mapping, used = self._with_overlays(record)
        run = BlockRun(session, mapping, record)
        session.block = _unique(_wished_name(run), names)
        self.progress(f"data block {session.block}")
        self._report_overlays(used, record, session)
        apply_fixes(run)
        provenance = Provenance()
        filler = Filler(run, provenance, dict(self.answers))
        filled = filler.fill()
        run_checks(run)
        report_unlike(session, record)
        report_known_gaps(run)
        skipped |= ignored(run)
        for name in mapping.tables:
            self.counted[name] = self.counted.get(name, 0) + run.rows_made(name)
        block = make_block(session.block, filled, self.dictionary, self.gaps)
        return BlockResult(block, mapping, used, provenance, filler.looked)

    def _with_overlays(self, record: Record) -> tuple[model.Mapping, tuple[str, ...]]:
        """The mapping with all overlays whose ``when`` holds for the uncorrected records."""
        run = BlockRun(replace(self.session(), gaps=GapLog()), self.mapping, record)
        used = [
            overlay
            for overlay in self.overlays
            if overlay.when is None or holds(overlay.when, run.scope)
        ]
        if not used or self.compose is None:
            return self.mapping, ()
        return self.compose(used), tuple(overlay.id for overlay in used)

    def _report_overlays(self, used: Sequence[str], record: Record, session: Session) -> None:
        for overlay in self.overlays:
            if overlay.id in used and (overlay.because or overlay.title):
                message = applies(overlay)
                session.gaps.add(
                    "correction", message, origins=[record.origin], block=session.block
                )

    def _check_settings(self) -> None:
        for name, value in self.settings.items():
            param = self.mapping.params.get(name)
            if param is None:
                known = ", ".join(self.mapping.params) or "none"
                raise UsageError(
                    f"the mapping {self.mapping.id} has no parameter {name}",
                    hint=f"it has: {known}",
                )
            if param.one_of and value not in param.one_of:
                options = ", ".join(map(str, param.one_of))
                raise UsageError(f"{name} cannot be {value!r}", hint=f"it can be: {options}")


def document(results: Sequence[BlockResult], path: str = "") -> Document:
    """The blocks as one CIF document."""
    return Document(tuple(result.block for result in results), path=path)


def applies(file: MappingFile, kind: str = "") -> str:
    """The report on a file that applies, with the origin of its facts; ``kind``: as what."""
    text = f"{kind or file.kind} {file.id} applies: {file.because or file.title or 'asked for'}"
    return f"{text} (facts: {file.facts})" if file.facts else text


def _wished_name(run: BlockRun) -> str:
    """The name a data block wishes for: what ``blocks: name:`` says, else the record's name."""
    value = run.mapping.block_name
    found = value_quantity(value, run.scope) if value is not None else None
    name = run.record.name if run.record is not None else "block"
    return legal_word(to_text(found.data) if found is not None else name)


def _unique(name: str, taken: set[str]) -> str:
    wish, number = name, 1
    while wish.casefold() in taken:
        number += 1
        wish = f"{name}_{number}"
    taken.add(wish.casefold())
    return wish


def _tops(records: Records) -> list[Record]:
    found: list[Record] = []
    for record in records:
        found.extend(getattr(record, "members", ()) or (record,))
    return found
