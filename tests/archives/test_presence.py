"""Looking for names: what is offered in place of missing ones, and how long it takes."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imgcif_map.archives.faults import Kind
from imgcif_map.rules.arc.presence import Presence, offer
from imgcif_map.sources.archivemembers import Members
from imgcif_map.sources.archives import Listing
from tests.support.patience import ends


def listing(names: list[str], size: int = 9) -> Listing:
    members = Members(Path("x.zip"))
    for number, name in enumerate(names):
        members.add(name, size, number)
    return Listing(Path("x.zip"), "ZIP", members)


def looked(has: list[str], wanted: list[str]) -> tuple[dict[str, str], list[tuple[Kind, set[str]]]]:
    told: list[tuple[Kind, set[str]]] = []
    presence = Presence(listing(has), lambda fault, names: told.append((fault.kind, set(names))))
    presence.check(wanted, wanted)
    return presence.usable, told


@pytest.mark.parametrize(
    ("has", "name", "offered"),
    [
        (["run/a_1.cbf"], "a_1.cbf", "it has run/a_1.cbf"),
        (["r/a_1.cbf", "s/a_1.cbf"], "a_1.cbf", "it has r/a_1.cbf, s/a_1.cbf"),
        (["A_1.CBF"], "a_1.cbf", "it has A_1.CBF"),
        (["image_1.cbf", "image_2.cbf"], "img_002.cbf", "did you mean image_2.cbf?"),
        (["other_2.cbf", "img_3.cbf"], "img_2.cbf", "did you mean other_2.cbf?"),
        (["img_2.cbf.gz"], "img_2.cbf", "did you mean img_2.cbf.gz?"),
        (["quite/else.txt"], "img_2.cbf", ""),
        (["data_000002.h5"], "data_2.h5", "did you mean data_000002.h5?"),
    ],
)
def test_what_is_offered(has, name, offered):
    assert offer(listing(has), name, {}) == offered


def test_what_is_named_already_is_not_offered():
    assert offer(listing(["img_1.cbf", "img_2.cbf"]), "img_3.cbf", {"img_1.cbf": "img_1.cbf"}) == (
        "did you mean img_2.cbf?"
    )


NAMES = st.lists(st.sampled_from(["a", "b", "./a", "r/a", "r//a", "../a", "/a", "A", "C:/a"]))


@given(NAMES, NAMES)
def test_each_name_is_usable_or_told_once(has, wanted):
    usable, told = looked(has, wanted)
    lost = [name for _, names in told for name in names]
    assert len(lost) == len(set(lost))
    assert set(usable) | set(lost) == set(wanted)
    assert not set(usable) & set(lost)
    assert set(usable.values()) <= set(listing(has).names)
    for kind, names in told:
        assert (kind is Kind.UNSAFE) == bool(names & {"../a", "/a", "C:/a"})


@pytest.mark.parametrize("renamed", [False, True])
def test_a_hundred_thousand_names(renamed):
    has = [f"run/img_{n:06d}.cbf" for n in range(100_000)]
    wanted = [name.replace("img", "image") for name in has] if renamed else has
    listed = listing(has)
    told = []
    presence = Presence(listed, lambda fault, names: told.append((fault.hint, len(names))))
    with ends():
        presence.check(wanted, wanted)
    assert told == ([("did you mean run/img_000000.cbf?", 100_000)] if renamed else [])
