"""``python -m tests.mapping.mutation [MUTANTS_PER_FORMAT] [SEED]``: a table of what is noticed.

Noticed is what lint finds, or a test of the mapping, of its overlays or of its instruments."""

from __future__ import annotations

import sys
import tempfile
from collections import Counter
from pathlib import Path

from tests.mapping.mutation.operators import KINDS
from tests.mapping.mutation.test_mutation import FORMATS, SEED, judged

ROOT = Path(__file__).resolve().parents[3]


def main() -> None:
    """Print one row for each format, and what was missed."""
    most = int(sys.argv[1]) if len(sys.argv) > 1 else 50
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else SEED
    made: Counter[str] = Counter()
    noticed: Counter[str] = Counter()
    missed = []
    for name in FORMATS:
        with tempfile.TemporaryDirectory() as folder:
            found = judged(name, ROOT / "mappings" / f"{name}.yaml", Path(folder), most, seed)
        hits = [each for each in found if each[3]]
        missed += [each for each in found if not each[3]]
        made.update(each[1] for each in found)
        noticed.update(each[1] for each in hits)
        print(f"{name:10} {len(hits):4} of {len(found)}", flush=True)
    for name, kind, what, _ in missed:
        print(f"missed: {name} {kind} {what[:150]}")
    for kind in KINDS:
        print(f"{kind:10} {noticed[kind]:4} of {made[kind]}")
    print(f"all        {sum(noticed.values()):4} of {sum(made.values())}")


if __name__ == "__main__":
    main()
