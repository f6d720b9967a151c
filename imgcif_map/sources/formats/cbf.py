"""CBF files: miniCBF header lines, imgCIF categories, and the MIME header of the image.

The header ends where the binary section begins, so images are never read. Facts: the CBF
specification (International Tables G, 2.3 and 5.6) for the section's header fields.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from imgcif_map.errors import UnreadableValue
from imgcif_map.sources.formats import imgcif, minicbf
from imgcif_map.sources.headers.facts import (
    Contents,
    Fact,
    Head,
    Line,
    LineMemo,
    Reader,
    decoded,
    key_name,
    number,
)

START_OF_DATA = b"\x0c\x1a\x04\xd5"
LIMIT = 8 << 20
"""No header is longer: the largest known, of 64 elements, has 65 kB."""
_BOUNDARY = re.compile(rb"--CIF-BINARY-FORMAT-SECTION--")
_CONTENTS = re.compile(rb"_array_data\.header_contents\s*?\n;(.*?)\r?\n;", re.S | re.I)
_CONVENTION = re.compile(rb"_array_data\.header_convention[ \t]+([^\r\n]+)", re.I)
_OTHER = re.compile(rb"(?m)^[ \t]*_(?!array_data\.)[A-Za-z]")
_FIELD = re.compile(r"^([A-Za-z][A-Za-z0-9-]*):[ \t]*(.*(?:\n[ \t]+.*)*)", re.M)
_CONVERSIONS = re.compile(r'conversions\s*=\s*"?([^";\s]+)', re.I)
_MINI_ALONE = re.compile(rb"\s*#")


def reader() -> Reader:
    """Reads CBF headers; lines that files share are parsed once."""
    lines = minicbf.line_reader()
    fields = LineMemo(_field)
    items = imgcif.item_reader()

    def read(head: Head) -> Contents:
        data = head.until(START_OF_DATA, LIMIT)
        end = len(data) if data.endswith(START_OF_DATA) else None
        if end is None and len(data) >= LIMIT:
            raise UnreadableValue(f"no image data within the first {LIMIT >> 20} MB")
        boundary = _BOUNDARY.search(data)
        text = data[: boundary.start()] if boundary else data
        found: list[Line] = []
        if boundary:
            binary = data[boundary.end() : end and end - len(START_OF_DATA)]
            found += _binary_fields(decoded(binary), fields)
        problems = _mini(text, lines, found)
        other = _CONTENTS.sub(_emptied, text)
        if _OTHER.search(other):
            facts, faults = imgcif.facts(other, items, bool(boundary))
            found += facts
            problems += faults
        if not found:
            raise UnreadableValue("a CBF file without a header that says anything")
        size = next((f.value for line in found for f in line if f.key == "X-Binary-Size"), None)
        needed = None
        if isinstance(size, int):
            needed = size + (end if end is not None else len(data))
        return Contents(found, needed, tuple(problems))

    return read


def known_keys() -> tuple[str, ...]:
    """Names for what the header says without a key, and what the reader looks at itself."""
    return ("X-Binary-Size", "convention", "conversions", *minicbf.KEYS)


def _emptied(contents: re.Match[bytes]) -> bytes:
    """As many lines without the header text, so that faults are said to be where they are."""
    return b"\n" * contents[0].count(b"\n")


def _mini(text: bytes, lines: LineMemo, found: list[Line]) -> list[str]:
    """The lines of the miniCBF header; what is wrong with it."""
    contents = _CONTENTS.search(text)
    problems: list[str] = []
    if contents:
        body = contents[1]
    elif b"_array_data.header_contents" in text:
        body = text.split(b"_array_data.header_contents", 1)[1].lstrip(b" \t\r\n;")
        problems.append("the header text has no end: a semicolon at the start of a line is missing")
    elif _MINI_ALONE.match(text) and b"\n_" not in text and not text.startswith(b"###"):
        body = text
    else:
        return problems
    convention = _CONVENTION.search(text)
    if convention:
        name = decoded(convention[1]).strip().strip("\"'")
        found.append(lines.known.setdefault(f"convention {name}", (Fact("convention", name),)))
    found += [facts for line in decoded(body).splitlines() if (facts := lines(line))]
    return problems


def _binary_fields(text: str, memo: LineMemo) -> Iterator[Line]:
    for match in _FIELD.finditer(text.replace("\r", "")):
        yield memo(match[0])


def _field(text: str) -> Iterator[Fact]:
    """One field of the binary section's header, folded lines included."""
    name, _, value = text.partition(":")
    plain = " ".join(value.split()).strip('"')
    amount = number(plain)
    yield Fact(key_name(name), plain if amount is None else amount)
    conversions = _CONVERSIONS.search(value)
    if conversions:
        yield Fact("conversions", conversions[1])
