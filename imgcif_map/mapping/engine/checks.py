"""Cross-checks: what a source says twice must agree; what imgCIF cannot hold is named."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from imgcif_map.errors import UnitError
from imgcif_map.mapping.engine.block import BlockRun
from imgcif_map.mapping.engine.conditions import holds
from imgcif_map.mapping.engine.expressions import evaluate, records_of
from imgcif_map.mapping.engine.session import short
from imgcif_map.mapping.engine.unmapped import leaves
from imgcif_map.mapping.engine.values import value_quantity
from imgcif_map.mapping.model import Check
from imgcif_map.mapping.quantity import Quantity
from imgcif_map.units import convert, parse_unit


def run_checks(run: BlockRun) -> None:
    """Report each check that fails as a *conflict*; one whose values are missing is skipped."""
    for check in run.mapping.checks:
        scope = replace(run.scope, place=check.place)
        if check.when is not None and not holds(check.when, scope):
            continue
        left, right = value_quantity(check.left, scope), value_quantity(check.right, scope)
        if left is None or right is None:
            continue
        if not _agree(check, left, right):
            run.session.gaps.add(
                "conflict",
                f"{check.name}: {short(left)} against {short(right)}"
                + (f" (tolerance {check.tolerance} {check.unit or ''})" if check.tolerance else ""),
                origins=(*left.origins, *right.origins),
                block=run.session.block,
                place=check.place,
            )


def _agree(check: Check, left: Quantity, right: Quantity) -> bool:
    if left.is_text or right.is_text:
        return bool(np.array_equal(np.asarray(left.data), np.asarray(right.data)))
    unit = parse_unit(check.unit) if check.unit else left.unit
    try:
        mine, other = (_in_unit(q, unit) for q in (left, right))
    except UnitError:
        return False
    try:
        return bool(np.all(np.abs(mine - other) <= check.tolerance))
    except ValueError:  # shapes that do not go together
        return False


def _in_unit(quantity: Quantity, unit: str | None) -> np.ndarray:
    if unit is None or quantity.unit is None or unit == quantity.unit:
        return quantity.array
    return np.asarray(convert(quantity.array, quantity.unit, unit))


def report_known_gaps(run: BlockRun) -> None:
    """Report what the mapping lists as having no data name, where the source has it."""
    for gap in run.mapping.gaps:
        scope = replace(run.scope, place=gap.place)
        for record in records_of(evaluate(gap.source, scope)):
            for leaf in leaves(record):
                run.session.touch(leaf)
            if record.error is not None:
                continue
            run.session.gaps.add(
                "no-target",
                f"{record.path} has no data name" + (f": {gap.note}" if gap.note else ""),
                origins=[record.origin],
                block=run.session.block,
            )
