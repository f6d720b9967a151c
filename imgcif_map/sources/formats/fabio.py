"""Headers through the readers of fabio, an optional library (extra ``images``): ESRF EDF.

Where fabio's reader keeps all that a header says, as for the text of EDF with its general
blocks and padding, it is used. It sees the header alone, in memory: it can neither follow a
name in the header (``EDF_BinaryFileName``) nor look for neighbours, nor read pixels. The other
formats of fabio have declared layouts; their modules say why. What fabio logs becomes a
problem of the file, what it raises makes the file unreadable. Not yet tried on a real file.
"""

from __future__ import annotations

import io
import logging
import re
import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from importlib import import_module
from typing import Any

from imgcif_map.errors import UnreadableInput, UnreadableValue
from imgcif_map.sources.headers.facts import (
    Contents,
    Fact,
    Head,
    Line,
    LineMemo,
    Reader,
    key_name,
    number,
)

LIMIT = 1 << 18
"""fabio's own limit for an EDF header."""
_END = re.compile(rb"}\r?\n")
_LISTS = ("motor", "counter")
"""``motor_mne`` names what ``motor_pos`` has the values of."""
_TOLD = 3


def known_keys() -> tuple[str, ...]:
    """What the lists of motors and counters become."""
    return tuple(f"{name}/*" for name in _LISTS)


def reader() -> Reader:
    """Reads EDF headers. Raises UnreadableInput if fabio is not installed."""
    image = _class("fabio.edfimage", "EdfImage")
    lines = LineMemo(_facts)

    def read(head: Head) -> Contents:
        data, size = _header(head)
        said: list[str] = []
        with _listening(said):
            facts = _through(image, data)
        found = [lines(f"{key}={value}") for key, value in facts.items()]
        found += [line for name in _LISTS for line in _listed(name, facts, lines, said)]
        needed = _needed(facts, size)
        if needed is not None and head.size is not None and head.size > needed + 512:
            said.append("the file has more than one image, or other data; the first is described")
        return Contents([line for line in found if line], needed, tuple(said[:_TOLD]))

    return read


def _class(module: str, name: str) -> Any:
    try:
        return getattr(import_module(module), name)
    except ImportError as error:
        raise UnreadableInput(
            "EDF images are read with fabio, which is not installed",
            hint='pip install "imgcif-map[images]"',
        ) from error


def _header(head: Head) -> tuple[bytes, int]:
    """What fabio gets to see: the header, or general block and header; length of all of it."""
    wanted = 4096
    while True:
        data = head.first(wanted)
        ends = [match.end() for match in _END.finditer(data)]
        general = b"EDF_DataFormatVersion" in data[: ends[0]] if ends else False
        if len(ends) > general:
            return data[: ends[general]], ends[general]
        if len(data) < wanted or wanted >= LIMIT:
            raise UnreadableValue(f"the header does not end within {len(data)} bytes")
        wanted = min(2 * wanted, LIMIT)


class _Once(io.BytesIO):
    """A file in memory that is read once: sizes in a header cannot make a reader go round."""

    name = "header"

    def __init__(self, data: bytes) -> None:
        super().__init__(data)
        self._left = 2 * len(data) + 4096

    def read(self, size: int | None = -1, /) -> bytes:
        data = super().read(size)
        self._left -= len(data)
        if self._left < 0:
            raise ValueError("its sizes lead back into the header")
        return data


def _through(image: Any, data: bytes) -> dict[str, str]:
    """fabio's dict of a header. Whatever it raises is an UnreadableValue."""
    try:
        opened = image()
        opened.readheader(_Once(data))
        header: Mapping[Any, Any] = opened.header
        return {str(key): str(value) for key, value in header.items()}
    except Exception as error:  # fabio promises nothing
        what = f"{type(error).__name__}: {error}"[:200]
        raise UnreadableValue(f"fabio cannot read the header: {what}") from error


@contextmanager
def _listening(said: list[str]) -> Iterator[None]:
    """What fabio logs goes to ``said`` instead of the terminal."""

    class Handler(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            said.append(record.getMessage()[:200])

    logger, handler = logging.getLogger("fabio"), Handler(logging.WARNING)
    before = logger.propagate
    logger.addHandler(handler)
    logger.propagate = False
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        logger.removeHandler(handler)
        logger.propagate = before


def _facts(line: str) -> Iterator[Fact]:
    key, _, text = line.partition("=")
    name, words = "/".join(key_name(part) for part in key.split("\0")), text.split()
    numbers = [number(word) for word in words]
    if name in ("motor_mne", "motor_pos", "counter_mne", "counter_pos"):
        return
    if not words or any(n is None for n in numbers):
        yield Fact(name, text.strip())
    else:
        yield Fact(name, numbers[0] if len(numbers) == 1 else numbers)


def _listed(name: str, facts: dict[str, str], lines: LineMemo, said: list[str]) -> Iterator[Line]:
    """``motor/NAME`` and ``counter/NAME`` from a list of names and one of values."""
    names, values = (facts.get(f"{name}_{part}", "").split() for part in ("mne", "pos"))
    if len(names) != len(values):
        said.append(f"{len(names)} names in {name}_mne, {len(values)} values in {name}_pos")
        return
    for label, value in zip(names, values, strict=True):
        yield lines(f"{name}\0{label}={value}")


def _needed(facts: dict[str, str], header: int) -> int | None:
    """Bytes of header and image; None if the header does not say."""
    found = {key.lower(): number(value) for key, value in facts.items()}
    for key in ("edf_binarysize", "size"):
        size = found.get(key)
        if isinstance(size, int) and size > 0:
            return header + size
    return None
