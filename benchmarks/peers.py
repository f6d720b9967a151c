"""The validators of others: which are installed, and how each is called."""

from __future__ import annotations

import argparse
import importlib.util
import os
import shutil
import sys
from pathlib import Path

from measure import ROOT
from race import Command

GEMMI, DDL2, COD, PYCIFRW = (
    "gemmi validate, syntax alone",
    "gemmi validate -d DDL2",
    "cif_validate (cod-tools)",
    "PyCifRW Validate",
)
_PYCIFRW = """
import contextlib, io, sys
import CifFile
with contextlib.redirect_stdout(io.StringIO()):
    dictionary = CifFile.CifDic(
        sys.argv[1], grammar="2.0", do_minimum=False, do_imports="No", do_dREL=False
    )
    CifFile.Validate(CifFile.ReadCif(sys.argv[2], grammar="auto"), dic=dictionary)
"""


class Peers:
    """What of the peers is installed; :attr:`missing` says what is not, and where to get it."""

    def __init__(self, given: argparse.Namespace) -> None:
        self.missing: dict[str, str] = {}
        self.gemmi = self._program(GEMMI, given.gemmi, "gemmi", "pip install gemmi-program")
        self.cod = self._program(COD, given.cif_validate, "cif_validate", "Debian: cod-tools")
        self.ddl2 = given.ddl2 or _shared_ddl2()
        if not self.gemmi:
            self.missing[DDL2] = self.missing[GEMMI]
        elif not self.ddl2:
            self.missing[DDL2] = "no DDL2 dictionary: --ddl2 or IMGCIF_MAP_SHARED"
        self.pycifrw = importlib.util.find_spec("CifFile") is not None
        if not self.pycifrw:
            self.missing[PYCIFRW] = "not installed: pip install pycifrw"

    def _program(self, what: str, given: str | None, name: str, hint: str) -> str | None:
        found = given or shutil.which(name, path=str(Path(sys.executable).parent))
        found = found or shutil.which(name)
        if not found:
            self.missing[what] = f"not installed: {hint}"
        return found

    def commands(self, file: Path, slow: bool = False) -> dict[str, Command]:
        """The command of each peer on one file; the slow two once, if at all."""
        found: dict[str, Command] = {}
        if self.gemmi:
            found[GEMMI] = Command((self.gemmi, "validate", file))
        if self.gemmi and self.ddl2:
            found[DDL2] = Command((self.gemmi, "validate", "-d", self.ddl2, file))
        dictionaries = ROOT / "dictionaries"
        name = dictionaries / "cif_img.dic"
        if self.cod and slow:
            path = {"COD_TOOLS_DDLM_IMPORT_PATH": str(dictionaries)}
            found[COD] = Command((self.cod, "-d", name, file), environment=path, once=True)
        if self.pycifrw and slow:
            found[PYCIFRW] = Command((sys.executable, "-c", _PYCIFRW, name, file), once=True)
        return found


def _shared_ddl2() -> Path | None:
    place = Path(os.environ.get("IMGCIF_MAP_SHARED", "../shared")) / "dictionaries" / "ddl2"
    return next(iter(sorted(place.glob("*img*.dic"))), None) if place.is_dir() else None
