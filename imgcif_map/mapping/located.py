"""Where one image file will be: URI, packing, path inside; and what is to be said of it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, MutableMapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from pathlib import Path, PurePosixPath

from imgcif_map.mapping.archive import ArchivePlan
from imgcif_map.mapping.localarchive import LocalArchive
from imgcif_map.mapping.members import EXAMPLES, Found, How
from imgcif_map.mapping.packing import packing_by_suffix

Claims = MutableMapping[tuple[Path, str], str]
"""Which file each member of a local archive was taken for."""
_ABSOLUTE = re.compile(r"[/\\]|[A-Za-z]:[/\\]")


class Topic(Enum):
    """What can be said of a file: the kind of gap, and the beginning of the message."""

    UNLISTED = "missing-recommended", "not in the archive manifest: "
    LISTED_TWICE = "conflict", "in the archive manifest more than once: "
    UNCHECKED = (
        "assumption",
        "inside the archive the image files are taken to have the names they have here",
    )
    STRIPPED = "assumption", "the URI has the names without the folders that lead elsewhere: "
    MOVED = "assumption", "found in other folders of the local archive: "
    CASE = "assumption", "found in the local archive with other capitals: "
    ABSENT = "conflict", "not in the local archive: "
    AMBIGUOUS = "conflict", "more than once in the local archive, so that none is meant: "
    DOUBLED = "conflict", "the local archive has two members of this very name: "
    REFUSED = "conflict", "the local archive has no file but something else: "
    SHARED = "conflict", "two files of images would be one member of the archive: "

    def __init__(self, kind: str, start: str) -> None:
        self.kind, self.start = kind, start


_TOPICS = {
    How.MOVED: Topic.MOVED,
    How.CASE: Topic.CASE,
    How.ABSENT: Topic.ABSENT,
    How.AMBIGUOUS: Topic.AMBIGUOUS,
    How.REFUSED: Topic.REFUSED,
}


@dataclass(frozen=True, slots=True)
class Remark:
    """One thing to say of one file, and of which local archive."""

    topic: Topic
    text: str = ""
    where: str = ""


@dataclass(frozen=True, slots=True)
class Located:
    """Where a file will be; None: unknown, or (``path``, ``packing``) in no archive."""

    uri: str | None = None
    path: str | None = None
    packing: str | None = None
    remark: Remark | None = None

    @property
    def packed(self) -> bool:
        """Whether the file is in an archive, even if nobody knows where inside."""
        return self.packing is not None

    @property
    def unpacked(self) -> bool:
        """Whether the file is known to be at the URI itself."""
        return self.packing is None and self.uri is not None


@dataclass
class Locator:
    """Locates the files of one conversion, so that no two of them become one member.

    The places of the column asked for last are remembered: URI, path and packing
    are asked for one after the other.
    """

    claims: Claims = field(default_factory=dict)
    _last: tuple[object, int, str, dict[str, Located]] | None = None

    def places(
        self, plan: ArchivePlan, column: object, names: Iterable[str], n: int, scan: str
    ) -> dict[str, Located]:
        """Where each of the files that a column names will be."""
        last = self._last
        if last is None or last[0] is not column or last[1:3] != (n, scan):
            places = {name: locate(plan, name, n, scan, self.claims) for name in names}
            last = self._last = (column, n, scan, places)
        return last[3]


def locate(plan: ArchivePlan, file: str, n: int, scan: str, claims: Claims) -> Located:
    """Where the file of scan ``n`` will be. ``claims`` is kept up to date."""
    if plan.manifest.members:
        return _by_manifest(plan, file, n, claims)
    if plan.searched:
        return _by_search(plan, file, claims)
    template = plan.template(n)
    plain = inside(file)
    uri = template.fill(plain, scan, n) if template else None
    local = plan.copy(uri, n)
    packing = plan.format or (template.packing if template else None)
    if local is None:
        remark = Remark(Topic.UNCHECKED) if packing else None
        if not packing and plain != file and template is not None and template.uses("file"):
            remark = Remark(Topic.STRIPPED, file)
        return Located(uri, plain if packing else None, packing, remark)
    packing = packing or local.packing
    name, remark = _checked(local, file, claims)
    if packing is not None:
        return Located(uri or local.uri_of(""), name, packing, remark)
    if name is None:
        return Located(remark=remark)
    return Located(template.fill(name, scan, n) if template else local.uri_of(name), remark=remark)


def inside(file: str) -> str:
    """A file's name without what leads out of the data set: the relative path, or the name."""
    if _ABSOLUTE.match(file):
        return re.split(r"[/\\]", file)[-1]
    if ".." not in file and not file.startswith("./"):
        return file
    return "/".join(part for part in PurePosixPath(file).parts if part != "..")


def _by_manifest(plan: ArchivePlan, file: str, n: int, claims: Claims) -> Located:
    member = plan.member(file)
    if isinstance(member, str):
        missing = member.startswith("not")
        return Located(remark=Remark(Topic.UNLISTED if missing else Topic.LISTED_TWICE, file))
    if not member.path:
        return Located(member.uri)
    packing = member.format.upper() or plan.format or packing_by_suffix(member.uri)
    local = plan.copy(member.uri, n)
    if local is None:
        return Located(member.uri, member.path, packing)
    name, remark = _checked(local, member.path, claims)
    return Located(member.uri, name, packing or local.packing, remark)


def _by_search(plan: ArchivePlan, file: str, claims: Claims) -> Located:
    """In which of the local archives, each with its URI, the file is."""
    found = [(local, local.finder.find(file)) for local in plan.local]
    for how in (How.SAME, How.MOVED, How.CASE):
        hits = [local for local, each in found if each.how is how]
        if len(hits) > 1:
            names = ", ".join(local.path.name for local in hits[:EXAMPLES])
            return Located(remark=Remark(Topic.AMBIGUOUS, f"{file} (in {names})"))
        if hits:
            local = hits[0]
            name, remark = _checked(local, file, claims)
            packing = plan.format or packing_by_suffix(local.uri) or local.packing
            if packing is None and name is not None:
                return Located(local.uri_of(name), remark=remark)
            return Located(local.uri, name, packing, remark)
    worst = [each for each in found if each[1].how is not How.ABSENT] or found
    return Located(remark=_remark(*worst[0], file))


def _checked(local: LocalArchive, file: str, claims: Claims) -> tuple[str | None, Remark | None]:
    """The member that the file is, and what is to be said."""
    found = local.finder.find(file)
    if found.name is None:
        return None, _remark(local, found, file)
    where = local.path.name
    owner = claims.setdefault((local.path, found.name), file)
    if owner != file:
        text = f"{owner} and {file} ({found.name})"
        return found.name if found.how is How.SAME else None, Remark(Topic.SHARED, text, where)
    if found.name in local.listing.doubled:
        return found.name, Remark(Topic.DOUBLED, found.name, where)
    return found.name, _remark(local, found, file)


def _remark(local: LocalArchive, found: Found, file: str) -> Remark | None:
    topic = _TOPICS.get(found.how)
    if topic is None:
        return None
    text = file
    if found.name is not None:
        text = f"{file} is {found.name}"
    elif found.how is How.ABSENT and found.note:
        text = f"{file} (there is {found.note})"
    elif found.note:
        text = f"{file} ({found.note})"
    return Remark(topic, text, local.path.name)


def messages(remarks: Sequence[Remark]) -> Iterator[tuple[str, str]]:
    """Remarks summed: the kind of gap and a message with the first names for each topic."""
    groups: dict[tuple[Topic, str], list[str]] = {}
    for remark in remarks:
        groups.setdefault((remark.topic, remark.where), []).append(remark.text)
    for (topic, where), texts in groups.items():
        start = (
            topic.start.replace("local archive", f"local archive {where}")
            if where
            else (topic.start)
        )
        named = ", ".join(texts[:EXAMPLES]) if texts[0] else ""
        more = f" and {len(texts) - EXAMPLES} more" if named and len(texts) > EXAMPLES else ""
        yield topic.kind, f"{start}{named}{more}"
