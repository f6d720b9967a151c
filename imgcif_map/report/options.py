"""What a report can be told besides the findings themselves."""

from __future__ import annotations

from typing import NamedTuple

from imgcif_map.errors import UnreadableInput
from imgcif_map.findings import Report, Severity


class Options(NamedTuple):
    """Each format uses what concerns it and leaves the rest alone."""

    color: bool = False
    """Text: ANSI colours."""
    width: int = 80
    """Text: columns of the terminal; source lines, messages and hints keep within them."""
    most: int = 5
    """Text: so many findings of one code are shown in full per file, 0 for all."""
    fail_on: Severity = Severity.ERROR
    """JUnit: from this severity on a finding is a failure; SARIF: the exit code."""
    unreadable: tuple[UnreadableInput, ...] = ()
    """Inputs that could not be read, so that the report has nothing on them."""
    exit_code: int | None = None
    """SARIF: what the command ends with, if that does not follow from the others."""

    def ending(self, report: Report) -> int:
        """The exit code of the command line: 2 outranks 1."""
        if self.exit_code is not None:
            return self.exit_code
        if self.unreadable:
            return 2
        return 1 if report.fails(self.fail_on) else 0
