"""Imports resolved from disk: what a dictionary says once its ``_import.get`` are carried out.

Nothing here raises on a faulty import: it becomes a line in ``problems`` and
the rest goes on, because one renamed frame must not cost the user the whole
dictionary. The rules are those of IMPORT_DETAILS in ddl.dic 4.2.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from imgcif_map.dictionary.import_get import Order, merge, read_orders
from imgcif_map.dictionary.locate import find
from imgcif_map.dictionary.source import RawFrame, Source, read_source
from imgcif_map.errors import UnreadableInput

MAX_DEPTH = 50
"""Imports nested deeper than this are a fault, not a dictionary."""

Frames = Mapping[str, RawFrame]
"""Definitions by casefolded frame code."""

_Key = tuple[Path, str]


class Importer:
    """Reads dictionaries and expands their imports; each file and frame once."""

    def __init__(self, folders: Sequence[Path], known: Iterable[Source] = ()) -> None:
        """``folders`` is the search path for imported files, highest precedence first.

        ``known`` sources have been read already.
        """
        self._folders = tuple(folders)
        self.sources: dict[Path, Source] = {source.path: source for source in known}
        """Every dictionary read, in the order of first use."""
        self.lookups: dict[str, Path | None] = {}
        """Every file name looked up for an import, and where it was found."""
        self._unusable: set[Path] = set()
        self._expanded: dict[Path, Frames] = {}
        self._filled: dict[_Key, RawFrame] = {}
        self._problems: dict[str, None] = {}

    @property
    def problems(self) -> tuple[str, ...]:
        """What went wrong so far, one line each, without repetition."""
        return tuple(self._problems)

    def source(self, path: Path) -> Source:
        """One file as it is written; :class:`UnreadableInput` if it is no dictionary."""
        if path not in self.sources:
            self.sources[path] = found = read_source(path)
            for line in found.problems:
                self._report(line)
        return self.sources[path]

    def expand(self, path: Path) -> Frames:
        """All definitions of a dictionary, its own first, with imports carried out."""
        return self._expand(self.source(path), ())

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
        importer = frames[name]
        where = f"{source.path.name}: {name}"
        target = self._target(source, name, order)
        if target is None:
            return
        if target.path in stack or len(stack) > MAX_DEPTH:
            chain = " -> ".join(path.name for path in (*stack, target.path)[-5:])
            self._report(f"{where}: circular or endless import {chain}; left out")
            return
        theirs = self._expand(target, stack)
        wanted = theirs.get(order.save)
        if wanted is None:
            self._missing(where, order)
            return
        if not importer.is_category:
            self._report(f"{where}: only a category can import in mode Full; left out")
            return
        if wanted.is_head and not importer.is_head:
            self._report(f"{where}: only a Head can import the Head {order.save}; left out")
            return
        self._add(frames, _family(theirs, wanted, importer), order, where)

    def _add(
        self, frames: dict[str, RawFrame], family: list[RawFrame], order: Order, where: str
    ) -> None:
        clashes: list[str] = []
        for frame in family:
            present = frames.get(frame.name)
            if present is None or order.dupl == "replace":
                frames[frame.name] = frame
            # The same definition by two ways (a diamond) is no clash.
            elif order.dupl == "exit" and (present.file, present.name) != (frame.file, frame.name):
                clashes.append(frame.name)
        if clashes:
            some = ", ".join(clashes[:3]) + (" ..." if len(clashes) > 3 else "")
            self._report(
                f"{where}: {order.file} defines {len(clashes)} frame(s) anew that exist "
                f"already ({some}), and dupl is Exit; the existing ones are kept"
            )

    def _fill(
        self, source: Source, frame: RawFrame, chain: tuple[_Key, ...], stack: tuple[Path, ...]
    ) -> RawFrame:
        """The frame with the attributes that it imports in mode Contents."""
        key = (source.path, frame.name)
        if key in self._filled:
            return self._filled[key]
        result = frame
        for order in self._orders(source, frame):
            if order.full:
                continue
            target = self._target(source, frame.name, order)
            if target is None:
                continue
            where = f"{source.path.name}: {frame.name}"
            if (target.path, order.save) in (*chain, key) or len(chain) > MAX_DEPTH:
                self._report(f"{where}: circular or endless import of {order.save}; left out")
                continue
            raw = self._raw(target, order.save, (*stack, source.path))
            if raw is None:
                self._missing(where, order)
            elif raw.is_head:
                self._report(f"{where}: the Head {order.save} cannot be imported as Contents")
            else:
                imported = self._fill(target, raw, (*chain, key), stack)
                result = self._merged(result, imported, order, where)
        self._filled[key] = result
        return result

    def _raw(self, target: Source, save: str, stack: tuple[Path, ...]) -> RawFrame | None:
        """A frame of the file itself or, failing that, one that it imports."""
        if save in target.frames:
            return target.frames[save]
        if target.path in stack or len(stack) > MAX_DEPTH:
            return None
        return self._expand(target, stack).get(save)

    def _merged(self, own: RawFrame, imported: RawFrame, order: Order, where: str) -> RawFrame:
        attributes, clashes = merge(own.attributes, imported.attributes, order.dupl)
        if clashes and order.dupl == "exit":
            self._report(
                f"{where}: {', '.join(clashes)} stand(s) both here and in {order.save} of "
                f"{order.file}, and dupl is Exit; those here are kept"
            )
        return RawFrame(own.name, attributes, own.file, own.origin)

    def _orders(self, source: Source, frame: RawFrame) -> list[Order]:
        orders, problems = read_orders(source.frames.get(frame.name, frame))
        for line in problems:
            self._report(f"{source.path.name}: {frame.name}: {line}")
        return orders

    def _target(self, source: Source, frame: str, order: Order) -> Source | None:
        """The file to import from; None, reported, if it is not there or no dictionary."""
        path = self._lookup(order.file, source)
        where = f"{source.path.name}: {frame}"
        if path is None:
            self._report(f"{where}: {order.file} is not on the import path; import left out")
            return None
        if path in self._unusable:
            return None
        try:
            target = self.source(path)
        except UnreadableInput as error:
            self._unusable.add(path)
            # Without folders: problems are cached, and hold on other machines too.
            reason = error.message.replace(str(path), path.name)
            self._report(f"{where}: cannot import from {order.file}: {reason}")
            return None
        wanted, present = order.version.partition(".")[0], target.part.version.partition(".")[0]
        if wanted and wanted != present:
            self._report(
                f"{where}: asks for {order.file} version {order.version}, "
                f"but {target.part.version or 'one without version'} is on the import path"
            )
        return target

    def _lookup(self, name: str, source: Source) -> Path | None:
        if name == source.path.name:
            return source.path
        if name not in self.lookups:
            self.lookups[name] = find(name, self._folders)
        return self.lookups[name]

    def _missing(self, where: str, order: Order) -> None:
        if order.miss == "exit":
            self._report(f"{where}: {order.file} has no frame {order.save}; import left out")

    def _report(self, line: str) -> None:
        self._problems.setdefault(line)


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
