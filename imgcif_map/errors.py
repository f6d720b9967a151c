"""Exceptions: a bad call or an input that cannot be read at all.

What is *in* a readable input is never an exception: it is a
:class:`imgcif_map.findings.Finding`. Commands turn these exceptions into
exit code 2 and one readable message, never a traceback.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePath


class ImgcifMapError(Exception):
    """Base of all exceptions of this package: what is wrong and what to do about it."""

    def __init__(self, message: str, *, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint

    def __str__(self) -> str:
        return f"{self.message} ({self.hint})" if self.hint else self.message


class UsageError(ImgcifMapError):
    """The call or the command line makes no sense."""


class UnreadableInput(ImgcifMapError):
    """A file is missing, binary where text is expected, corrupt or not allowed."""


class TooLarge(UnreadableInput):
    """An input is over a limit of size, number or memory, which the message states."""


class UnreadableValue(ImgcifMapError):
    """One value of a source cannot be read (broken link, wrong type, too large).

    The mapping engine turns it into a gap; it never ends a conversion.
    """


class UnitError(ImgcifMapError):
    """A unit is unknown, or two units measure different things."""


@dataclass(frozen=True, slots=True)
class Place:
    """A position in a text file; lines and columns count from 1, columns in code points."""

    file: str
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}" if self.line else self.file

    @property
    def short(self) -> str:
        """Without the folder: for reports that may be published."""
        name = PurePath(self.file).name
        return f"{name}:{self.line}:{self.column}" if self.line else name


NOWHERE = Place("")


class MappingError(ImgcifMapError):
    """A mapping file is wrong; the message starts with file:line:column."""

    def __init__(self, message: str, *, place: Place | None = None, hint: str = "") -> None:
        super().__init__(f"{place}: {message}" if place else message, hint=hint)
        self.place = place
