"""Whether lint or the tests of a mapping notice a mistake."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import Any

import yaml

from imgcif_map.dictionary.load import load_dictionary
from imgcif_map.dictionary.model import Dictionary
from imgcif_map.errors import MappingError
from imgcif_map.mapping.functions import load_functions
from imgcif_map.mapping.library import Library
from imgcif_map.mapping.lint import lint_mapping
from imgcif_map.mapping.loading.instrument import format_of_tests
from imgcif_map.mapping.testing import run_mapping_tests
from imgcif_map.mapping.yamltree import plain, read_yaml
from imgcif_map.resources import mapping_paths
from tests.mapping.mutation.operators import Mutant


def _forms(data: Any) -> list[Path]:
    """The files that a mapping extends: reading no others saves most of the time."""
    files = {path.stem: path for folder in mapping_paths() for path in folder.glob("*.yaml")}
    found: list[Path] = []
    while data.get("extends"):
        found.append(files[data["extends"]])
        data = plain(read_yaml(found[-1]))
    return found


class Judge:
    """For one packaged mapping: what is said of it as it is, and of mutants."""

    def __init__(self, path: Path, folder: Path) -> None:
        self.path, self.folder = path, folder
        self.data: Any = plain(read_yaml(path))
        self.forms = _forms(self.data)
        self.before = self._said(self.data)

    @cached_property
    def dictionary(self) -> Dictionary:
        return load_dictionary()

    def noticed(self, mutant: Mutant) -> str:
        """``lint``, ``tests`` or "" for a mistake that nothing notices."""
        if self._said(mutant.data) - self.before:
            return "lint"
        return "tests" if self._fails() or self._others_fail() else ""

    def _said(self, data: Any) -> set[tuple[str, str]]:
        """What lint says, without places: the file is written anew."""
        target = self.folder / self.path.name
        target.write_text(yaml.safe_dump(data, sort_keys=False, width=10**6), encoding="utf-8")
        self.library = Library([target, *self.forms], load_functions())
        try:
            mapping = self.library.standing(self.library.file(str(target)))
        except MappingError as problem:
            return {("MAP001", problem.message)}
        found = lint_mapping(mapping, self.dictionary, self.library.functions)
        return {(finding.code, finding.message) for finding in found}

    @cached_property
    def others(self) -> list[str]:
        """Overlays and instruments whose tests run on this mapping."""
        library = Library(mapping_paths(), load_functions())
        own = self.data["id"]
        found = [f.id for f in library.files.values() if f.kind == "overlay" and f.extends == own]
        for file in library.instruments:
            checked = library.file(file.id)
            tests = [t for t in library.standing(checked).tests if t.mapping == file.id]
            if any(own == (test.format or format_of_tests(checked)) for test in tests):
                found.append(file.id)
        return found

    def _others_fail(self) -> bool:
        """Whether a test of an overlay or instrument that builds on the mapping fails."""
        if not self.others:
            return False
        library = Library([self.folder / self.path.name, *mapping_paths()], load_functions())
        return any(self._fail(library, name) for name in self.others)

    def _fails(self) -> bool:
        """Whether a test of the mapping itself fails; the first one that does is enough."""
        target = str(self.folder / self.path.name)
        names = [test["name"] for test in self.data.get("tests", ())]
        return any(self._fail(self.library, target, name) for name in names)

    def _fail(self, library: Library, name: str, only: str = "") -> bool:
        try:
            results = run_mapping_tests(
                [name], library=library, dictionary=self.dictionary, only=only
            )
        except MappingError:
            return True
        return any(not result.passed for result in results)
