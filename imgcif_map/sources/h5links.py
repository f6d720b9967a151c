"""Follows HDF5 links one component at a time, so that nothing is followed unseen."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import h5py

from imgcif_map.sources.h5files import H5_ERRORS, Files, LinkProblem, Target
from imgcif_map.sources.images import DAMAGED, MISSING, OUTSIDE, Absence
from imgcif_map.sources.plain import decode

MAX_HOPS = 32
"""Soft and external links on the way to one object; more is taken for a cycle."""


@dataclass(frozen=True, slots=True)
class Aim:
    """Where an external link points whose file cannot be reached."""

    file: str
    """As the link says it, relative to the master where inside its folder."""
    path: str
    absence: Absence


class Walk:
    """One walk from a group along a path; remembers the external link it failed at."""

    def __init__(self, files: Files) -> None:
        self.files = files
        self.hops = 0
        self.aim: Aim | None = None

    def path(self, start: Target, path: bytes) -> Target:
        """The object at ``path`` (absolute, or relative to the group ``start``).

        Raises LinkProblem, saying which link is broken, forbidden or cyclic.
        """
        at = Target(start.file, b"/", start.shown) if path.startswith(b"/") else start
        steps = [step for step in path.split(b"/") if step not in (b"", b".")]
        for number, step in enumerate(steps):
            try:
                at = self.step(at, step)
            except LinkProblem:
                self._extend_aim(steps[number + 1 :])
                raise
        return at

    def step(self, group: Target, name: bytes) -> Target:
        """The object behind the link ``name`` of a group."""
        try:
            kind, value = link(self.files, group, name)
        except H5_ERRORS as error:
            raise LinkProblem(f"no such object: {decode(group.below(name).path)}") from error
        if kind == h5py.h5l.TYPE_HARD:
            return group.below(name)
        self.hops += 1
        if self.hops > MAX_HOPS:
            raise LinkProblem("cyclic link, or a chain of too many links")
        if kind == h5py.h5l.TYPE_SOFT:
            try:
                return self.path(group, value)
            except LinkProblem as error:
                raise self._blame(f"soft link to {decode(value)!r}", error) from error
        if kind == h5py.h5l.TYPE_EXTERNAL:
            return self.external(group, *value)
        raise LinkProblem("user-defined link")

    def external(self, at: Target, file: bytes, path: bytes) -> Target:
        """The object at ``path`` in a file named in the file of ``at``; ``.`` is that file."""
        name = decode(file)
        if name == ".":
            return self.path(Target(at.file, b"/", at.shown), path)
        linked = self.files.find(name, at)
        inside = "/" + decode(path).lstrip("/")
        if linked.real is None:
            kind = OUTSIDE if linked.outside else MISSING
            self.aim = Aim(linked.shown, inside, Absence(kind, linked.shown))
            raise LinkProblem(f"external link {linked.problem}")
        root = self.files.root(linked)
        try:
            self.files.handle(root.file)
        except H5_ERRORS as error:
            self.aim = Aim(linked.shown, inside, Absence(DAMAGED, linked.shown))
            raise LinkProblem(f"external link to {name!r}: not a readable HDF5 file") from error
        try:
            return self.path(root, path)
        except LinkProblem as error:
            raise self._blame(f"external link to {name!r}", error) from error

    def _extend_aim(self, rest: list[bytes]) -> None:
        if self.aim is not None and rest:
            more = "/".join(decode(step) for step in rest)
            self.aim = replace(self.aim, path=f"{self.aim.path.rstrip('/')}/{more}")

    @staticmethod
    def _blame(what: str, error: LinkProblem) -> LinkProblem:
        text = str(error)
        if "cyclic" in text or "external link" in text:
            return error
        return LinkProblem(f"{what} is broken: {text}")


def link(files: Files, group: Target, name: bytes) -> tuple[int, Any]:
    """Type and value of a link: None, a path, or (file, path). Raises one of H5_ERRORS."""
    opened = files.low(group)  # must outlive its proxy
    links = opened.links
    kind = links.get_info(name).type
    value = links.get_val(name) if kind in (h5py.h5l.TYPE_SOFT, h5py.h5l.TYPE_EXTERNAL) else None
    return kind, value
