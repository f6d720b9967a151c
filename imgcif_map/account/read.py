"""Makes the account of a document that was judged."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TypeVar

import numpy as np

from imgcif_map.account.facts import Said
from imgcif_map.account.measures import Measures
from imgcif_map.account.model import Account, Asked, Told
from imgcif_map.account.words import scanned, sentences
from imgcif_map.experiment import Experiment, experiments
from imgcif_map.figures.detector import detector_picture
from imgcif_map.figures.dials import MOST as MOST_DIALS
from imgcif_map.figures.dials import described as described_coverage
from imgcif_map.figures.dials import dial_pictures
from imgcif_map.figures.instrument import instrument_scene
from imgcif_map.figures.stance import Stances
from imgcif_map.geometry import GeometryError
from imgcif_map.geometry.coverage import Coverage
from imgcif_map.harmless import shortened
from imgcif_map.rules.context import BlockView, Context
from imgcif_map.rules.profile import Profile, Requirement

MOST_EXPERIMENTS = 12
MOST_ROWS = 60
MOST_REQUIREMENTS = 200
Drawn = TypeVar("Drawn")


def account_of(context: Context, path: str, *, several: bool = False) -> Account:
    """What a file is about; ``several``: the context has the blocks of other files, too."""
    told: list[Told] = []
    more = 0
    for experiment, blocks in described(context, path if several else None):
        if len(told) < MOST_EXPERIMENTS:
            with np.errstate(all="ignore"):  # what is no number is left out
                told.append(tell(experiment, blocks))
        else:
            more += 1
    size, checksum = _checksum(path)
    opened = context.archives is not None
    return Account(tuple(told), more, asked(context.profile), size, checksum, opened=opened)


def account_of_dictionary(path: str, profile: Profile | None) -> Account:
    """What there is to say of a dictionary that was checked itself."""
    size, checksum = _checksum(path)
    return Account(asked=asked(profile), bytes=size, sha256=checksum, dictionary=True)


def described(
    context: Context, path: str | None = None
) -> Iterator[tuple[Experiment, tuple[BlockView, ...]]]:
    """The experiments, each with its data block and the others of its data set.

    With ``path`` only those whose block stands in that file.
    """
    for whole in context.wholes:
        blocks = tuple(block for block in whole if block.outer is None)
        for experiment in experiments(blocks, context.dictionary):
            own = [b for b in blocks if b.name == experiment.block]
            if path is None or any(b.path == path for b in own):
                rest = (b for b in blocks if b.name != experiment.block)
                yield experiment, (*own, *rest)


def tell(experiment: Experiment, blocks: Sequence[BlockView]) -> Told:
    """One experiment in words, tables and figures."""
    measures, facts = Measures(Stances(experiment)), Said(blocks)
    missing: dict[str, None] = {}
    lines = tuple(sentences(experiment, measures, facts))
    listed = experiment.scans if scanned(experiment, facts) else ()
    rows = tuple(measures.row(scan) for scan in listed[:MOST_ROWS])
    scan = experiment.scans[0] if experiment.scans else None
    covered = _covered(experiment)

    def drawn(what: str, make: Callable[[], Drawn]) -> Drawn | None:
        if scan is None:
            missing.setdefault("No figures: the file describes no scan.")
            return None
        try:
            return make()
        except (GeometryError, IndexError, ValueError) as error:
            missing.setdefault(f"{what} is not drawn: {shortened(str(error), 300)}.")
            return None

    return Told(
        _title(experiment),
        lines,
        (*facts.facts(), *facts.links()),
        rows,
        len(listed) - len(rows),
        measures.same,
        drawn("The instrument", lambda: instrument_scene(measures.stances, experiment.scans[0],
                                                         others=True)),
        drawn("The beam on the detector",
              lambda: detector_picture(measures.stances, experiment.scans[0])),
        dial_pictures(covered),
        len(covered) - len(covered[:MOST_DIALS]),
        tuple(f"{described_coverage(one)}." for one in covered[:MOST_DIALS]),
        _once((*missing, *(f"{shortened(problem, 300)}." for problem in measures.problems))),
    )  # fmt: skip


def _once(texts: Sequence[str]) -> tuple[str, ...]:
    """Those that are not the end of another."""
    return tuple(
        text
        for place, text in enumerate(texts)
        if not any(other.endswith(text) for other in texts[:place])
    )


def _covered(experiment: Experiment) -> tuple[Coverage, ...]:
    try:
        return experiment.coverage
    except (GeometryError, IndexError):
        return ()


def _title(experiment: Experiment) -> str:
    name = shortened(experiment.id or experiment.block, 60)
    return f"Experiment {name}"


def asked(profile: Profile | None) -> Asked | None:
    """What a profile asks for."""
    if profile is None:
        return None
    return Asked(profile.id, profile.title, _listed(profile.required), _listed(profile.recommended))


def _listed(requirements: Sequence[Requirement]) -> tuple[tuple[str, str], ...]:
    return tuple((r.label, r.why) for r in requirements[:MOST_REQUIREMENTS])


def _checksum(path: str) -> tuple[int | None, str]:
    """Bytes and sha256 of a regular file; None and empty for anything else."""
    try:
        if not path or not Path(path).is_file():
            return None, ""
        with Path(path).open("rb") as stream:
            found = hashlib.file_digest(stream, "sha256")
            return stream.tell(), found.hexdigest()
    except (OSError, ValueError):
        return None, ""
