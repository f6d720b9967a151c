"""Which member of an archive a file name means."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from imgcif_map.mapping.members import Finder, Found, How, tidy
from imgcif_map.sources.archivemembers import Members
from imgcif_map.sources.archives import Listing
from tests.support.patience import ends


def finder(*names: str, links: tuple[str, ...] = ()) -> Finder:
    members = Members(Path("x.tgz"))
    for name in names:
        members.add(name, 1, 0)
    for name in links:
        members.add(name, 0, -1, "a link")
    return Finder(Listing(Path("x.tgz"), "TGZ", members))


@pytest.mark.parametrize(
    ("names", "file", "how", "name"),
    [
        (["a.h5"], "a.h5", How.SAME, "a.h5"),
        (["./a.h5"], "a.h5", How.SAME, "./a.h5"),
        (["a.h5"], "./a.h5", How.SAME, "a.h5"),
        (["r//a.h5"], "r/a.h5", How.SAME, "r//a.h5"),
        (["r\\a.h5"], "r/a.h5", How.SAME, "r\\a.h5"),
        (["u\u0308.h5"], "\u00fc.h5", How.SAME, "u\u0308.h5"),
        (["r/a.h5", "a.h5"], "a.h5", How.SAME, "a.h5"),
        (["a.h5", "A.h5"], "a.h5", How.SAME, "a.h5"),
        (["top/r/a.h5", "top/q/a.h5"], "r/a.h5", How.MOVED, "top/r/a.h5"),
        (["a.h5"], "r/a.h5", How.MOVED, "a.h5"),
        (["r/a.h5"], "/gpfs/visit/r/a.h5", How.MOVED, "r/a.h5"),
        (["up/r/a.h5"], "C:\\visit\\r\\a.h5", How.MOVED, "up/r/a.h5"),
        (["up/r/a.h5", "up/q/a.h5"], "top/r/a.h5", How.MOVED, "up/r/a.h5"),
        (["a.h5", "x/r/a.h5"], "r/a.h5", How.MOVED, "x/r/a.h5"),
        (["R/A.H5"], "r/a.h5", How.CASE, "R/A.H5"),
        (["x/R/A.H5"], "r/a.h5", How.CASE, "x/R/A.H5"),
        (["run1/a.h5", "a.h5"], "Run1/a.h5", How.CASE, "run1/a.h5"),
        (["b.h5"], "a.h5", How.ABSENT, None),
        (["ba.h5"], "a.h5", How.ABSENT, None),
        (["run1/a.h5"], "run2/a.h5", How.ABSENT, None),
        ([], "a.h5", How.ABSENT, None),
        (["a.h5"], "", How.ABSENT, None),
        (["r/a.h5", "q/a.h5"], "a.h5", How.AMBIGUOUS, None),
        (["a.h5", "./a.h5"], "a.h5", How.AMBIGUOUS, None),
        (["A.h5", "a.H5"], "a.h5", How.AMBIGUOUS, None),
    ],
)
def test_outcomes(names: list[str], file: str, how: How, name: str | None) -> None:
    found = finder(*names).find(file)
    assert (found.how, found.name) == (how, name)


def test_what_is_said_of_names_that_are_not_found() -> None:
    assert finder("run1/a.h5").find("run2/a.h5").note == "run1/a.h5"
    many = finder(*[f"r{n}/a.h5" for n in range(9)]).find("a.h5")
    assert many == Found(How.AMBIGUOUS, note="r0/a.h5, r1/a.h5, r2/a.h5")


@pytest.mark.parametrize("file", ["r/a.h5", "a.h5", "top/r/a.h5"])
def test_a_link_is_never_what_a_name_means(file: str) -> None:
    found = finder("b.h5", links=("r/a.h5",)).find(file)
    assert found == Found(How.REFUSED, note="r/a.h5 is a link")


def test_a_file_counts_more_than_a_link_in_another_folder() -> None:
    assert finder("r/a.h5", links=("q/a.h5",)).find("a.h5").name == "r/a.h5"
    assert finder("q/a.h5", links=("a.h5",)).find("a.h5").how is How.REFUSED


PARTS = st.sampled_from(["a", "A", "b", "c.h5", "C.H5", ".", "..", "", "ü", "u\u0308"])
PATHS = st.lists(PARTS, max_size=4).map("/".join) | st.text(
    st.characters(exclude_categories=["Cs"]), max_size=6
)


@settings(deadline=None, max_examples=300)
@given(st.lists(PATHS, max_size=8), st.lists(PATHS, max_size=3), PATHS)
def test_any_names_give_a_documented_outcome(names: list[str], links: list[str], file: str) -> None:
    made = finder(*names, links=tuple(links))
    found = made.find(file)
    if found.name is None:
        assert found.how in (How.ABSENT, How.AMBIGUOUS, How.REFUSED)
        return
    assert found.name in names
    last, wanted = (tidy(x).rpartition("/")[2] for x in (found.name, file))
    if found.how is How.SAME:
        assert tidy(found.name) == tidy(file)
        accepted = dict.fromkeys(made._names)  # absolute names and the like are refused
        assert sum(tidy(name) == tidy(file) for name in accepted) == 1
    elif found.how is How.MOVED:
        assert last == wanted
    else:
        assert found.how is How.CASE
        assert last.casefold() == wanted.casefold()


@settings(deadline=None, max_examples=200)
@given(st.lists(PATHS, min_size=1, max_size=8))
def test_a_tidy_name_that_is_there_is_found(names: list[str]) -> None:
    made = finder(*names)
    for name in made._names:
        if tidy(name):
            found = made.find(name)
            assert found.how in (How.SAME, How.AMBIGUOUS)
            assert found.how is How.AMBIGUOUS or tidy(found.name or "") == tidy(name)


@pytest.mark.parametrize(
    ("members", "files"),
    [
        ("top/run{}/x.cbf", "run{}/x.cbf"),
        ("run{}/x.cbf", "other{}/x.cbf"),
        ("x.cbf{}", "X.CBF{}"),
        ("run{}/x.cbf", "x.cbf"),
        ("a/" * 20 + "{}", "b/" * 20 + "{}"),
    ],
)
def test_a_hundred_thousand_names_in_linear_time(members: str, files: str) -> None:
    made = finder(*[members.format(n) for n in range(100_000)])
    with ends():
        for n in range(100_000):
            made.find(files.format(n))
