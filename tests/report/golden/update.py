"""Writes the golden reports anew: ``python -m tests.report.golden.update``.

Read what changed (``git diff tests/report/golden``) before you commit it. The
terminal's view of the texts: ``cat tests/report/golden/text-colour.txt``.
"""

from __future__ import annotations

import sys

from tests.report.golden.outputs import CASES, HERE, rendered


def main() -> int:
    """Update all cases; says which changed."""
    for name in CASES:
        file, new = HERE / name, rendered(name).encode("utf-8")
        if not file.exists() or file.read_bytes() != new:
            file.write_bytes(new)
            print(f"changed: {file.name}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
