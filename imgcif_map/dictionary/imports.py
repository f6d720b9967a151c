"""Imports resolved from disk: what a dictionary says once its ``_import.get`` are carried out.

Nothing here raises on a faulty import: it becomes one of the ``faults`` and the
rest goes on, because one renamed frame must not cost the user the whole
dictionary. The rules are those of IMPORT_DETAILS in ddl.dic 4.2.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from imgcif_map.dictionary.import_get import Order, merge, merge_prose, read_orders
from imgcif_map.dictionary.import_problem import ImportKind, ImportProblem
from imgcif_map.dictionary.locate import find
from imgcif_map.dictionary.source import RawFrame, Source, read_source
from imgcif_map.errors import UnreadableInput

MAX_DEPTH = 50
"""Imports nested deeper than this are a fault, not a dictionary."""

Frames = Mapping[str, RawFrame]
"""Definitions by casefolded frame code."""


class Place(NamedTuple):
    """A save frame of a file; ``frame`` is its casefolded code."""

    path: Path
    frame: str


class Importer:
    """Reads dictionaries and expands their imports; each file and frame once."""

    def __init__(
        self,
        folders: Sequence[Path],
        known: Iterable[Source] = (),
        read: Callable[[Path], Source] = read_source,
    ) -> None:
        """``folders`` is the search path for imported files, highest precedence first.

        ``known`` sources have been read already; ``read`` reads the others.
        """
        self._folders = tuple(folders)
        self._read = read
        self.sources: dict[Path, Source] = {source.path: source for source in known}
        """Every dictionary read, in the order of first use."""
        self.lookups: dict[str, Path | None] = {}
        """Every file name looked up for an import, and where it was found."""
        self.hidden: dict[Place, RawFrame] = {}
        """What a Full import would have put in the place of a file's own definition."""
        self.replaced: dict[Place, RawFrame] = {}
        """What a Full import has put in the place of a file's own definition."""
        self._unusable: set[Path] = set()
        self._expanded: dict[Path, Frames] = {}
        self._filled: dict[Place, RawFrame] = {}
        self._lacking: set[Place] = set()
        self._problems: dict[str | ImportProblem, None] = {}

    @property
    def problems(self) -> tuple[str, ...]:
        """What went wrong so far, one line each, without repetition."""
        faults = (x for x in self._problems if isinstance(x, str) or x.kind != ImportKind.IDLE)
        return tuple(dict.fromkeys(x if isinstance(x, str) else x.line for x in faults))

    @property
    def faults(self) -> tuple[ImportProblem, ...]:
        """What went wrong with imports so far, in all files, and the remarks on them."""
        return tuple(x for x in self._problems if isinstance(x, ImportProblem))

    def lacks(self, path: Path, frame: str) -> bool:
        """True if attributes of a definition are missing since an import of them failed."""
        return (path, frame) in self._lacking

    def source(self, path: Path) -> Source:
        """One file as it is written; :class:`UnreadableInput` if it is no dictionary."""
        if path not in self.sources:
            self.sources[path] = found = self._read(path)
            for line in found.problems:
                self._problems.setdefault(line)
        return self.sources[path]

    def expand(self, path: Path) -> Frames:
        """All definitions of a dictionary, its own first, with imports carried out."""
        return self._expand(self.source(path), ())

    def filled(self, path: Path, frame: str) -> RawFrame:
        """A file's own definition with what it imports in mode Contents; KeyError if it has none.

        The file must have been expanded. Other than in ``expand``, a definition that a
        Full import puts in its place does not count.
        """
        return self._filled[Place(path, frame)]

    def _expand(self, source: Source, stack: tuple[Path, ...]) -> Frames:
        if source.path in self._expanded:
            return self._expanded[source.path]
        frames = {
            name: self._fill(source, frame, (), stack) for name, frame in source.frames.items()
        }
        for name in source.frames:
            for order in self._orders(source, frames[name]):
                if order.full:
                    self._import_full(source, frames, name, order, (*stack, source.path))
        self._expanded[source.path] = frames
        return frames

    def _import_full(
        self,
        source: Source,
        frames: dict[str, RawFrame],
        name: str,
        order: Order,
        stack: tuple[Path, ...],
    ) -> None:
        importer, place = frames[name], Place(source.path, name)
        target = self._target(source, place, order)
        if target is None:
            return
        if target.path in stack or len(stack) > MAX_DEPTH:
            chain = " -> ".join(path.name for path in (*stack, target.path)[-5:])
            text = f"circular or endless import {chain}; left out"
            self._report(ImportKind.CYCLE, place, order, text)
            return
        theirs = self._expand(target, stack)
        wanted = theirs.get(order.save)
        if wanted is None:
            self._missing(place, order)
        elif not importer.is_category:
            text = "only a category can import in mode Full; left out"
            self._report(ImportKind.MODE, place, order, text)
        elif wanted.is_head and not importer.is_head:
            text = f"only a Head can import the Head {order.save}; left out"
            self._report(ImportKind.MODE, place, order, text)
        else:
            self._add(frames, _family(theirs, wanted, importer), order, place)

    def _add(
        self, frames: dict[str, RawFrame], family: list[RawFrame], order: Order, place: Place
    ) -> None:
        clashes: list[str] = []
        brought = 0
        for frame in family:
            present = frames.get(frame.name)
            if present is not None and present.file == place.path != frame.file:
                found = self.replaced if order.dupl == "replace" else self.hidden
                found.setdefault(Place(place.path, frame.name), frame)
            if present is None or order.dupl == "replace":
                frames[frame.name] = frame
                brought += 1
            # The same definition by two ways (a diamond) is no clash.
            elif order.dupl == "exit" and (present.file, present.name) != (frame.file, frame.name):
                clashes.append(frame.name)
        if clashes:
            some = ", ".join(clashes[:3]) + (" ..." if len(clashes) > 3 else "")
            text = (
                f"{order.file} defines {len(clashes)} frame(s) anew that exist "
                f"already ({some}), and dupl is Exit; the existing ones are kept"
            )
            self._report(ImportKind.CLASH, place, order, text)
        elif not brought:
            text = f"all that {order.save} of {order.file} would bring is there already"
            self._report(ImportKind.IDLE, place, order, text)

    def _fill(
        self, source: Source, frame: RawFrame, chain: tuple[Place, ...], stack: tuple[Path, ...]
    ) -> RawFrame:
        """The frame with the attributes that it imports in mode Contents."""
        key = Place(source.path, frame.name)
        if key in self._filled:
            return self._filled[key]
        result = frame
        for order in self._orders(source, frame):
            if order.full:
                continue
            target = self._target(source, key, order)
            if target is None:
                continue
            imported = Place(target.path, order.save)
            if imported in (*chain, key) or len(chain) > MAX_DEPTH:
                text = f"circular or endless import of {order.save}; left out"
                self._report(ImportKind.CYCLE, key, order, text)
                continue
            raw = self._raw(target, order.save, (*stack, source.path))
            if raw is None:
                self._missing(key, order)
            elif raw.is_head:
                text = f"the Head {order.save} cannot be imported as Contents"
                self._report(ImportKind.MODE, key, order, text)
            else:
                filled = self._fill(target, raw, (*chain, key), stack)
                result = self._merged(result, filled, order, key, target.part.condensed)
                if imported in self._lacking:
                    self._lacking.add(key)
        self._filled[key] = result
        return result

    def _raw(self, target: Source, save: str, stack: tuple[Path, ...]) -> RawFrame | None:
        """A frame of the file itself or, failing that, one that it imports."""
        if save in target.frames:
            return target.frames[save]
        if target.path in stack or len(stack) > MAX_DEPTH:
            return None
        return self._expand(target, stack).get(save)

    def _merged(
        self, own: RawFrame, imported: RawFrame, order: Order, place: Place, condensed: bool
    ) -> RawFrame:
        attributes, clashes = merge(own.attributes, imported.attributes, order.dupl)
        prose = merge_prose(own, imported, order.dupl)
        if clashes and order.dupl == "exit":
            text = (
                f"{', '.join(clashes)} stand(s) both here and in {order.save} of "
                f"{order.file}, and dupl is Exit; those here are kept"
            )
            self._report(ImportKind.CLASH, place, order, text)
        # Of a condensed dictionary nobody knows what prose it would bring.
        elif attributes == own.attributes and prose == own.prose and not condensed:
            text = f"all that {order.save} of {order.file} says stands here already"
            self._report(ImportKind.IDLE, place, order, text)
        return replace(own, attributes=attributes, prose=prose)

    def _orders(self, source: Source, frame: RawFrame) -> list[Order]:
        orders, mistakes = read_orders(source.frames.get(frame.name, frame))
        for mistake in mistakes:
            place = Place(source.path, frame.name)
            self._note(ImportProblem(mistake.kind, *place, mistake.number, mistake.text))
        return orders

    def _target(self, source: Source, place: Place, order: Order) -> Source | None:
        """The file to import from; None, reported, if it is not there or no dictionary."""
        path = self._lookup(order.file, source)
        if path is None:
            text = f"{order.file} is not on the import path; import left out"
            self._report(ImportKind.FILE, place, order, text)
            return None
        if path in self._unusable:
            self._lose(place, order)
            return None
        try:
            target = self.source(path)
        except UnreadableInput as error:
            self._unusable.add(path)
            # Without folders: problems are cached, and hold on other machines too.
            reason = error.message.replace(str(path), path.name)
            text = f"cannot import from {order.file}: {reason}"
            self._report(ImportKind.UNREADABLE, place, order, text)
            return None
        wanted, present = order.version.partition(".")[0], target.part.version.partition(".")[0]
        if wanted and wanted != present:
            text = (
                f"asks for {order.file} version {order.version}, "
                f"but {target.part.version or 'one without version'} is on the import path"
            )
            self._report(ImportKind.VERSION, place, order, text)
        return target

    def _lookup(self, name: str, source: Source) -> Path | None:
        if name == source.path.name:
            return source.path
        if name not in self.lookups:
            self.lookups[name] = find(name, self._folders)
        return self.lookups[name]

    def _missing(self, place: Place, order: Order) -> None:
        if order.miss == "exit":
            text = f"{order.file} has no frame {order.save}; import left out"
            self._report(ImportKind.FRAME, place, order, text)

    def _report(self, kind: ImportKind, place: Place, order: Order, text: str) -> None:
        self._note(
            ImportProblem(kind, *place, order.number, text, order.file, order.save, order.full)
        )
        if kind.loses:
            self._lose(place, order)

    def _lose(self, place: Place, order: Order) -> None:
        if not order.full:
            self._lacking.add(place)

    def _note(self, problem: ImportProblem) -> None:
        self._problems.setdefault(problem)


def _family(frames: Frames, wanted: RawFrame, importer: RawFrame) -> list[RawFrame]:
    """What a Full import brings: of a Head all the rest, else the frame and its descendants."""
    parent = importer.id
    if wanted.is_head:
        head = wanted.id.casefold()
        rest = [frame for frame in frames.values() if frame is not wanted]
        return [frame.moved_to(parent) if frame.category == head else frame for frame in rest]
    children: dict[str, list[RawFrame]] = {}
    for frame in frames.values():
        children.setdefault(frame.category, []).append(frame)
    family = {wanted.name: wanted.moved_to(parent)}
    waiting = [wanted]
    while waiting:
        current = waiting.pop(0)
        # Only categories have children; a data name may spell like a category id.
        for child in children.get(current.id.casefold(), ()) if current.is_category else ():
            if child.name not in family:
                family[child.name] = child
                waiting.append(child)
    return list(family.values())
