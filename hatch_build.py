"""Build hook: compiles the packaged dictionaries into the wheel, so that the first load is fast.

The compiled files are found by the content of the dictionaries they were made
from; a wheel without them works as well and compiles at first use.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CompileDictionaries(BuildHookInterface[Any]):
    """Adds ``imgcif_map/_data/compiled/*.json`` to the wheel."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compile, unless this is an editable install: that compiles at first use."""
        if version == "editable":
            return
        root = Path(self.root)
        sys.path.insert(0, str(root))
        try:
            from imgcif_map.dictionary.manifest import compile_packaged
        finally:
            sys.path.remove(str(root))
        self._folder = tempfile.TemporaryDirectory()
        for path in compile_packaged(root / "dictionaries", Path(self._folder.name)):
            build_data["force_include"][str(path)] = f"imgcif_map/_data/compiled/{path.name}"

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        """Remove the temporary folder."""
        if version != "editable":
            self._folder.cleanup()
