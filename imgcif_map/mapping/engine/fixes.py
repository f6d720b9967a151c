"""``fix:`` corrects records before anything reads them; the original is kept and reported."""

from __future__ import annotations

from dataclasses import replace

from imgcif_map.errors import MappingError
from imgcif_map.mapping.engine.block import BlockRun
from imgcif_map.mapping.engine.calls import apply
from imgcif_map.mapping.engine.expressions import evaluate, records_of
from imgcif_map.mapping.engine.scope import Scope
from imgcif_map.mapping.engine.session import short
from imgcif_map.mapping.engine.values import literal
from imgcif_map.mapping.model import MISSING, Fix
from imgcif_map.mapping.quantity import Quantity
from imgcif_map.sources.record import Record
from imgcif_map.units import parse_unit


def apply_fixes(run: BlockRun) -> None:
    """Apply every fix of the mapping to the records of the block, in order."""
    members = getattr(run.record, "members", ()) or (run.record,)
    for fix in run.mapping.fixes:
        for member in members:
            scope = replace(run.scope, here=member, place=fix.place)
            for record in records_of(evaluate(fix.path, scope)):
                _fix(fix, record, scope)


def _fix(fix: Fix, record: Record, scope: Scope) -> None:
    session = scope.run.session
    before = session.read(record) if record.error is None else None
    after: Quantity | None = before
    if fix.value is not MISSING:
        after = replace(literal(fix.value, "correction"), origins=(record.origin,))
        after = replace(after, unit=before.unit if before is not None else None)
    if after is None:
        return
    for use in fix.functions:
        function = session.functions.get(use.name)
        if function is None:
            raise MappingError(f"no function is called {use.name}", place=fix.place)
        result = apply(function, (after, *use.args), dict(use.named), scope)
        after = session.quantity(result) if isinstance(result, tuple) else result
        if after is None:
            return
    if fix.unit is not None:
        code = parse_unit(fix.unit)
        if code is None:
            raise MappingError(f"unit {fix.unit!r} is not known", place=fix.place)
        after = replace(after, unit=code)
    session.correct(record, after)
    shown = short(before) if before is not None else "nothing"
    session.gaps.add(
        "correction",
        f"{record.path}: {shown} is taken as {short(after)}: {fix.because}",
        origins=[record.origin],
        block=session.block,
        place=fix.place,
    )
