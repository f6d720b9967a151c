"""Which findings are wanted, and how severe they are, when several sources have a say.

Sources lie in layers: the command line on top, then the project file, then the
profile. In a layer what is ignored wins over what is selected, and the longer
beginning of a code over the shorter. A layer above wins over those below unless
they name a code more exactly: ``--select DDL`` keeps a project's ``ignore =
["DDL001"]``, ``--select DDL001`` does not.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from imgcif_map.findings import Finding, Severity
from imgcif_map.rules.catalogue import CRASH_CODE
from imgcif_map.rules.labels import beginning
from imgcif_map.rules.levels import Layer, Level


class Choice:
    """Which codes are wanted. A crashed rule is always reported unless ignored outright."""

    def __init__(
        self,
        select: Iterable[str] = (),
        ignore: Iterable[str] = (),
        severity: Mapping[str, Level] | None = None,
        below: Sequence[Layer] = (),
    ) -> None:
        top = Layer(tuple(select), tuple(ignore), severity or {})
        self._layers = tuple(_resolved(layer) for layer in (top, *below))
        self._levels: dict[str, tuple[bool, Level, str]] = {}

    def above(self, *layers: Layer) -> Choice:
        """The same choice with more layers below its own."""
        made = Choice()
        made._layers = self._layers + tuple(_resolved(layer) for layer in layers)
        return made

    def wants(self, code: str) -> bool:
        """True if findings with that code are to be reported."""
        return self._level(code)[0]

    def names(self, code: str) -> bool:
        """True if that very code is selected or given a severity, as optional rules need it."""
        return any(code in x.select or x.severity.get(code) is not None for x in self._layers)

    def graded(self, finding: Finding) -> Finding | None:
        """The finding with the severity that was asked for; None if it is not wanted."""
        wanted, severity, why = self._level(finding.code)
        if not wanted:
            return None
        if severity is None or severity is finding.severity:
            return finding
        return replace(finding, severity=severity, why=finding.why or why)

    def _level(self, code: str) -> tuple[bool, Level, str]:
        if code not in self._levels:
            self._levels[code] = self._found(code)
        return self._levels[code]

    def _found(self, code: str) -> tuple[bool, Level, str]:
        """Whether a code is wanted and, if a layer says so, how severe it is and why."""
        if code == CRASH_CODE:
            return not any(_outright(layer, code) for layer in self._layers), None, ""
        chosen: Level = None
        why = ""
        selected = -1  # how exactly the layers so far select the code
        limited = False
        for layer in self._layers:
            if max(_exactness(layer.ignore, code), _off(layer, code)) > selected:
                return False, None, ""
            exactness = _exactness(layer.select, code)
            if layer.select and not limited:
                limited = True
                if exactness < 0:
                    return False, None, ""
            selected = max(selected, exactness)
            if chosen is None:
                label = _longest(layer.severity, code)
                chosen, why = layer.severity.get(label), layer.why.get(label, "")
        return True, chosen, why


def _resolved(layer: Layer) -> Layer:
    return Layer(
        tuple(beginning(label) for label in layer.select),
        tuple(beginning(label) for label in layer.ignore),
        {beginning(label): severity for label, severity in layer.severity.items()},
        {beginning(label): why for label, why in layer.why.items()},
    )


def _outright(layer: Layer, code: str) -> bool:
    return code in layer.ignore or layer.severity.get(code, Severity.ERROR) is None


def _longest(starts: Iterable[str], code: str) -> str:
    return max((start for start in starts if code.startswith(start)), key=len, default="")


def _exactness(starts: Iterable[str], code: str) -> int:
    """Length of the longest beginning that fits the code; -1 if none does."""
    return len(_longest(starts, code)) or -1


def _off(layer: Layer, code: str) -> int:
    """How exactly a layer switches a code off by its severity; -1 if it does not."""
    start = _longest(layer.severity, code)
    return len(start) if start and layer.severity[start] is None else -1
