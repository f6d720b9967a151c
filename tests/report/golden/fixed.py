"""A report with one of everything, and the files that it is about.

Its codes are no codes of the program: their pages may change, these outputs should not.
"""

from __future__ import annotations

from pathlib import Path

from imgcif_map.errors import UnreadableInput
from imgcif_map.findings import (
    DictionaryStamp,
    FileReport,
    Finding,
    Location,
    Report,
    Severity,
)

AXES = "data/axes.cif"
CLEAN = "data/clean.cif"
HOSTILE = "odd, 100% [é] & <x>.cif"
MANY = "data/many.cif"
MASTER = "raw/master.h5"
WIDE = "data/wide.cif"

FILES = {
    AXES: (
        "data_first\n"
        "loop_\n  _axis.id\n  _axis.type\n  _axis.equipment\n"
        + "".join(f"    {name:<5} rotaton  goniometer\n" for name in ("omega", "chi", "phi"))
        + "    det_z rotaton  detector   # the fourth, "
        + "with a remark " * 12
        + "\n_axis.colour blue\n_diffrn_scan.id 'SCAN 1'\n"
    ),
    CLEAN: "data_clean\n",
    HOSTILE: "data_x\n_audit.block_code '\x1b[31m{0} ]]> ::error::%0A'\n",
    MANY: "data_many\n" + "".join(f"_lab.value_{n} {n}\n" for n in range(1, 10)),
    WIDE: (
        "data_wide\n"
        "_a.name '結晶 構造' bad\n"
        "_b.name\t'e\u0301té' \u2026\tbad\n" + "_c.name '" + "長" * 60 + "' bad\n"
    ),
}
URL = "https://example.org/rules"


def _at(path: str, line: int = 0, column: int = 0, **names: str) -> Location:
    return Location(path, line, column, **names)


_AXES = (
    Finding(
        "DDL910", "state", Severity.ERROR, "'rotaton' is not a value of _axis.type",
        _at(AXES, 6, 11, block="first", category="axis", item="_axis.type"),
        hint="did you mean rotation?", spec_url=URL, value="rotaton", count=4,
        positions=((6, 11), (7, 11), (8, 11), (9, 11)),
    ),
    Finding(
        "DDL901", "unknown-name", Severity.WARNING, "_axis.colour is not in the dictionary",
        _at(AXES, 10, 1, block="first", item="_axis.colour"), positions=((10, 1),), spec_url=URL,
    ),
    Finding(
        "DDL902", "blank", Severity.NOTE,
        "the value of _diffrn_scan.id has a blank in it, which programs that split lines at "
        "blanks do not expect",
        _at(AXES, 11, 17, block="first", category="diffrn_scan", item="_diffrn_scan.id"),
        value="SCAN 1", positions=((11, 17),),
    ),
    Finding(
        "IMG901", "missing", Severity.ERROR, "no wavelength: _diffrn_radiation_wavelength.value",
        _at(AXES, block="first", item="_diffrn_radiation_wavelength.value"),
        why="All distances scale with it.",
    ),
    Finding("INT901", "crashed", Severity.ERROR, "rule DDL999 failed", _at(AXES)),
)  # fmt: skip
_SUPPRESSED = Finding(
    "DDL903", "old-name", Severity.WARNING, "_axis.id is said by another name",
    _at(AXES, 3, 3, block="first", category="axis", item="_axis.id"),
    suppressed_by="our readers know it", positions=((3, 3),),
)  # fmt: skip
_HOSTILE = (
    Finding(
        "CIF901", "characters", Severity.ERROR,
        "bad \x1b[2J\r\n::error::{0} %0A ]]> <b>&amp; \ud800 [see](http://example.org) \u202eevil",
        _at(HOSTILE, 2, 20, block="x"), hint="line\nfeed\x07", value="\x1b", positions=((2, 20),),
    ),
)  # fmt: skip
_MANY = tuple(
    Finding(
        "DDL901", "unknown-name", Severity.WARNING, f"_lab.value_{n} is not in the dictionary",
        _at(MANY, n + 1, 1, block="many", item=f"_lab.value_{n}"),
        hint="is the name spelt right?", positions=((n + 1, 1),), spec_url=URL,
    )
    for n in range(1, 10)
)  # fmt: skip
_WIDE = tuple(
    Finding(
        "CIF902", "stray-value", Severity.ERROR, "a value without a data name",
        _at(WIDE, line, column, block="wide"), value="bad", positions=((line, column),),
    )
    for line, column in ((2, 17), (3, 18), (4, 72))
)  # fmt: skip
_GAPS = (
    Finding(
        "GAP901", "missing-required", Severity.ERROR, "_diffrn.id: somebody requires a value",
        _at(MASTER, source="/entry/sample", item="_diffrn.id"),
        looked=("/entry/sample/name", "/entry/title"), why="Everything else refers to it.",
        hint="Give it in an answers file or with --set.",
    ),
    Finding(
        "GAP909", "assumption", Severity.NOTE, "corner: the source does not say", _at(MASTER),
        count=6, why="It is usually right.",
    ),
)  # fmt: skip

REPORT = Report(
    (
        FileReport(AXES, _AXES, (_SUPPRESSED,)),
        FileReport(CLEAN, ()),
        FileReport(HOSTILE, _HOSTILE),
        FileReport(MANY, _MANY),
        FileReport(WIDE, _WIDE),
        FileReport(MASTER, _GAPS),
    ),
    (DictionaryStamp("CIF_IMG", "1.8.9", "ab" * 32), DictionaryStamp("CIF_CORE", "3.3", "cd" * 32)),
)
UNREADABLE = (UnreadableInput("gone.cif: no such file", hint="is the {path} right?"),)


def write_files(folder: Path) -> None:
    """The files of the report below a folder; the master is a raw file and not looked at."""
    for name, text in FILES.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(text.encode("utf-8"))
