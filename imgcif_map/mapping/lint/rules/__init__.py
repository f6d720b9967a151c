"""The rules on what a mapping means. One module per rule; RULES is the list."""

from __future__ import annotations

from collections.abc import Callable

from imgcif_map.mapping.lint.rules import (
    accounted,
    candidates,
    demanded,
    disowned,
    doubled,
    enumerations,
    fields,
    headers,
    keys,
    literals,
    nodes,
    overlays,
    paths,
    quantities,
    reasons,
    references,
    results,
    tests,
    types,
    unread,
)
from imgcif_map.mapping.lint.subject import Subject

RULES: tuple[Callable[[Subject], None], ...] = (
    keys.check,
    demanded.check,
    accounted.check,
    candidates.check,
    overlays.check,
    paths.check,
    quantities.check,
    types.check,
    enumerations.check,
    doubled.check,
    disowned.check,
    reasons.check,
    literals.check,
    results.check,
    tests.check,
    references.check,
    unread.check,
    fields.check,
    nodes.check,
    headers.check,
)
