"""Opens whatever the user names: masters one by one, image files gathered by format."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path, PurePath, PurePosixPath
from typing import cast

from imgcif_map.errors import UnreadableInput, UnreadableValue
from imgcif_map.sources.base import Source
from imgcif_map.sources.headers.facts import Contents, Header, Reader
from imgcif_map.sources.headers.head import StreamHead
from imgcif_map.sources.headers.source import HeaderSource
from imgcif_map.sources.inputs import InputFile, input_files
from imgcif_map.sources.registry import Format, format_names, format_of, open_source
from imgcif_map.sources.remarks import Remark

Progress = Callable[[str, int, int], None]
_TOLD = 200
"""Files between two words on the progress."""
_SHOWN = 4


@dataclass
class _Found:
    """Headers read so far, by format, and what was noticed."""

    headers: dict[str, list[Header]] = field(default_factory=dict)
    first: dict[str, Path] = field(default_factory=dict)
    compressed: dict[str, str] = field(default_factory=dict)
    remarks: list[Remark] = field(default_factory=list)
    readers: dict[str, Reader] = field(default_factory=dict)
    unknown: list[str] = field(default_factory=list)
    whole: list[Path] = field(default_factory=list)
    """Files that are sources of their own."""


def open_all(
    paths: Sequence[Path],
    allow_dirs: Sequence[Path] = (),
    stack: ExitStack | None = None,
    progress: Progress | None = None,
) -> list[Source]:
    """Sources for all the paths: files, folders, patterns.

    Raises UnreadableInput if a file named by the user, or all files of a folder, cannot
    be read. Files of a folder in no known format are remarked on, not read.
    """
    stack = stack or ExitStack()
    found = _Found()
    base = _base(paths)
    with ExitStack() as archives:
        files = list(input_files(paths, allow_dirs, archives))
        for done, file in enumerate(files):
            if progress is not None and done % _TOLD == 0:
                progress("reading headers", done, len(files))
            _look(file, found, base)
    sources: list[Source] = []
    for done, path in enumerate(found.whole):
        if progress is not None:
            progress("opening sources", done, len(found.whole))
        sources.append(stack.enter_context(open_source(path, allow_dirs)))
    for name, headers in found.headers.items():
        source = HeaderSource(name, found.first[name], headers, found.remarks, found.compressed)
        found.remarks = []
        sources.append(source)
    if not sources:
        raise _nothing(paths, found)
    if found.unknown:
        _remark_unknown(found, sources)
    return sources


def _look(file: InputFile, found: _Found, base: PurePath) -> None:
    try:
        with file.open() as stream:
            head = StreamHead(file.name, stream, file.size)
            chosen = format_of(head.first(1 << 14), file.path if head.compression is None else None)
            if chosen is None or not chosen.images:
                _other(file, chosen, head.compression is not None, found)
                return
            header = _header(head, file, chosen, found, base)
    except (OSError, ValueError) as error:
        _unreadable(file, getattr(error, "strerror", None) or str(error), found)
        return
    except UnreadableValue as problem:
        _unreadable(file, problem.message, found)
        return
    found.headers.setdefault(chosen.name, []).append(header)
    found.first.setdefault(chosen.name, file.path or Path(file.archive or file.name))


def _other(file: InputFile, chosen: Format | None, compressed: bool, found: _Found) -> None:
    """A file that is a source by itself, or none at all."""
    if file.path is not None and (file.named or (chosen is not None and not compressed)):
        found.whole.append(file.path)  # opening it says what is wrong with it
    elif chosen is not None:
        why = f"{chosen.title} inside an archive or compressed cannot be read in place: unpack it"
        found.remarks.append(Remark("unreadable", f"{file.name}: {why}", file.name))
    elif file.size == 0:
        found.remarks.append(Remark("unreadable", f"{file.name} is empty", file.name))
    else:
        found.unknown.append(file.name)


def _header(
    head: StreamHead, file: InputFile, chosen: Format, found: _Found, base: PurePath
) -> Header:
    if chosen.name not in found.readers:
        found.readers[chosen.name] = cast(
            Callable[[], Reader], import_module(chosen.module).reader
        )()
    contents = found.readers[chosen.name](head)
    name = file.member or _relative(file, base)
    if head.compression is not None:
        found.compressed[name] = head.compression
    found.remarks += [Remark("conflict", f"{name}: {p}", name) for p in contents.problems]
    _check_size(head, contents, name, found)
    return Header(name, tuple(contents.lines), file.archive)


def _check_size(head: StreamHead, contents: Contents, name: str, found: _Found) -> None:
    if contents.needed is None or head.size is None or head.size >= contents.needed:
        return
    found.remarks.append(
        Remark(
            "unreadable",
            f"{name} is cut short: {head.size} of at least {contents.needed} bytes",
            name,
            hint="the header was read, the image is not whole: copy the file again",
        )
    )


def _unreadable(file: InputFile, why: str, found: _Found) -> None:
    text = why if file.name in why else f"{file.name}: {why}"
    found.remarks.append(
        Remark("unreadable", text, file.name, hint="copy the file again, or leave it out")
    )


def _base(paths: Sequence[Path]) -> PurePath:
    """The folder that names of image files are relative to."""
    folders = [os.path.realpath(path if path.is_dir() else path.parent) for path in paths]
    try:
        return PurePath(os.path.commonpath(folders))
    except ValueError:  # different drives
        return PurePath(folders[0])


def _relative(file: InputFile, base: PurePath) -> str:
    assert file.path is not None
    real = os.path.join(os.path.realpath(file.path.parent), file.path.name)  # noqa: PTH118
    return PurePosixPath(os.path.relpath(real, base)).as_posix()


def _nothing(paths: Sequence[Path], found: _Found) -> UnreadableInput:
    if found.remarks:
        return UnreadableInput(found.remarks[0].message, hint=found.remarks[0].hint)
    names = ", ".join(map(str, paths[:_SHOWN]))
    known = ", ".join(format_names())
    return UnreadableInput(f"no file in a known format in {names}", hint=f"known: {known}")


def _remark_unknown(found: _Found, sources: Sequence[Source]) -> None:
    names = found.unknown
    more = f" and {len(names) - _SHOWN} more" if len(names) > _SHOWN else ""
    text = f"{len(names)} files in no known format: {', '.join(names[:_SHOWN])}{more}"
    source = next((s for s in sources if isinstance(s, HeaderSource)), None)
    if source is not None:
        source.remarks.append(Remark("unmapped-source", text, names[0]))


__all__ = ["Progress", "open_all"]
