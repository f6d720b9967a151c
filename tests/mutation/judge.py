"""Whether the validator finds the fault of a mutant, there and nowhere else."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from imgcif_map.cif.reader import parse_cif
from imgcif_map.dictionary.model import Dictionary
from imgcif_map.findings import Finding
from imgcif_map.validator import validate
from tests.mutation import rows, values
from tests.mutation.subject import Mutant, Subject

Place = tuple[str, str, int]
"""Code, data name and line of a finding."""


@dataclass(frozen=True)
class Verdict:
    """What the validator made of a mutant."""

    mutant: Mutant
    found: bool
    """A new finding stands at the right line."""
    elsewhere: tuple[Finding, ...]
    """New findings at other lines."""


def mutants(subject: Subject, number: int, seed: int = 1) -> list[Mutant]:
    """At least ``number`` mutants where the file offers so many, all kinds alike."""
    chance = random.Random(seed)
    found = {
        "type": list(values.wrong_type(subject)),
        "state": list(values.wrong_state(subject, chance)),
        "range": list(values.out_of_range(subject)),
        "link": list(values.lost_link(subject)),
        "key": list(rows.wrong_key(subject)),
        "count": list(rows.wrong_count(subject, chance)),
        "quote": list(rows.lost_quote(subject)),
        "name": list(rows.wrong_name(subject, chance)),
    }
    for kind in found.values():
        chance.shuffle(kind)
    chosen: list[Mutant] = []
    while len(chosen) < number and any(found.values()):
        chosen += [kind.pop() for kind in found.values() if kind]
    return chosen


def judge(subject: Subject, chosen: Iterable[Mutant]) -> Iterator[Verdict]:
    """The verdict on each mutant."""
    before = _findings(subject.text, subject.dictionary)
    faulty = {line for finding in before for line in _lines(finding)}
    for mutant in chosen:
        if mutant.kind != "count" and mutant.lines & faulty:
            continue  # a fault on top of a fault is nothing new
        known = {
            (f.code, f.location.item or "", mutant.moved(line))
            for f in before
            for line in _lines(f)
        }
        summed = {(f.code, f.location.item or "", f.count) for f in before}
        new = [
            finding
            for finding in _findings(mutant.write(), subject.dictionary)
            if not all(
                (finding.code, finding.location.item or "", n) in known for n in _lines(finding)
            )
            or (finding.code, finding.location.item or "", finding.count) not in summed
        ]
        here = [f for f in new if mutant.lines & set(_lines(f))]
        yield Verdict(mutant, bool(here), tuple(f for f in new if f not in here))


def _findings(text: str, dictionary: Dictionary) -> tuple[Finding, ...]:
    # What a false number means for the experiment shows elsewhere as well, and may.
    return validate(parse_cif(text), dictionary, ignore=["IMG"]).findings


def _lines(finding: Finding) -> list[int]:
    return [line for line, _ in finding.positions] or [finding.location.line]
