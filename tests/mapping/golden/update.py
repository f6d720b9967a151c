"""Writes the golden outputs anew: ``python -m tests.mapping.golden.update [CASE...]``.

Read what changed (``git diff``) as a crystallographer would before you commit it.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from tests.mapping.golden.cases import CASES
from tests.mapping.golden.outputs import converted, expected, text


def main(names: Sequence[str]) -> int:
    """Update some cases, all by default; says which files changed."""
    with tempfile.TemporaryDirectory() as folder:
        for name in names or CASES:
            new = text(converted(CASES[name], Path(folder) / name))
            file = expected(name)
            if not file.exists() or file.read_text(encoding="utf-8") != new:
                file.write_text(new, encoding="utf-8", newline="\n")
                print(f"changed: {file.name}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
