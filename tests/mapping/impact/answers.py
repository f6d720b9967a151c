"""What ``dictionary impact`` answers, as lines of files by their worst verdict."""

from __future__ import annotations

import json

from imgcif_map.resources import packaged_dir

MAPPINGS = packaged_dir("mappings")
PACKAGED = packaged_dir("dictionaries") / "cif_img.dic"
OPTIONS = ("--format", "json", "--no-tests")
VERDICTS = ("broken", "still works, should change", "check")


def told(outcome) -> dict:
    assert outcome.err == "", outcome.err
    return json.loads(outcome.out)


def lines(told: dict) -> dict[str, set[str]]:
    """Lines of files by verdict."""
    found: dict[str, set[str]] = {name: set() for name in VERDICTS}
    for impact in told["impacts"]:
        found[impact["verdict"]].add(f"{impact['place']['file']}:{impact['place']['line']}")
    return worst(*found.values())


def worst(
    broken: set[str] = frozenset(), outdated: set[str] = frozenset(), check: set[str] = frozenset()
) -> dict[str, set[str]]:
    """Each line once, by the worst of its verdicts."""
    found = (set(broken), outdated - broken, check - outdated - broken)
    return dict(zip(VERDICTS, found, strict=True))
