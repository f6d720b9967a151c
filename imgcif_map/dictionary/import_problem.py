"""What may go wrong with an import, as data: rules on dictionaries give each kind its code."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from pathlib import Path


class ImportKind(enum.StrEnum):
    """What is wrong with an import."""

    FORM = "form"
    """``_import.get`` is no list of tables, which is a matter of its type."""
    TABLE = "table"
    """A table without ``file`` or ``save``."""
    STATE = "state"
    """An unknown ``mode``, ``dupl`` or ``miss``."""
    FILE = "file"
    """The file is not on the import path."""
    UNREADABLE = "unreadable"
    """The file is no DDLm dictionary."""
    VERSION = "version"
    """Another major version than the one asked for."""
    FRAME = "frame"
    """The file has no such save frame."""
    CLASH = "clash"
    """``dupl`` is Exit, and what is imported is there already."""
    CYCLE = "cycle"
    """The import leads back to where it started."""
    MODE = "mode"
    """This kind of definition cannot be imported here in this mode."""
    IDLE = "idle"
    """Everything it would bring is there already; a remark, not a problem."""

    @property
    def loses(self) -> bool:
        """True if something that was to be imported is missing afterwards."""
        return self in _LOSSES


_LOSSES = frozenset(
    {
        ImportKind.FORM,
        ImportKind.TABLE,
        ImportKind.FILE,
        ImportKind.UNREADABLE,
        ImportKind.FRAME,
        ImportKind.CYCLE,
        ImportKind.MODE,
    }
)


@dataclass(frozen=True, slots=True)
class ImportProblem:
    """One import that could not be carried out as it is written."""

    kind: ImportKind
    importer: Path
    """The dictionary file that holds the ``_import.get``."""
    frame: str
    """Casefolded code of the save frame that holds it."""
    number: int
    """Which table of the list it is, counted from 1; 0 if that cannot be said."""
    text: str
    """What is wrong, without saying where."""
    file: str = ""
    """Name of the file to be imported from."""
    save: str = ""
    """Casefolded code of the frame to be imported."""
    full: bool = False
    """True for mode Full."""

    @property
    def line(self) -> str:
        """The problem with its place, for ``Dictionary.problems``."""
        return f"{self.importer.name}: {self.frame}: {self.text}"
