"""What an experiment log says is put into the headers of the images it is about."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import PurePosixPath

import numpy as np

from imgcif_map.errors import UnitError
from imgcif_map.mapping.logs.model import Log
from imgcif_map.sources.headers.facts import Fact, Header, Line
from imgcif_map.sources.remarks import Remark
from imgcif_map.units import convert, parse_unit

CLOSE = 1e-4
"""Numbers that agree to this, relative, are the same."""
_SHOWN = 3


def merged(headers: Sequence[Header], logs: Sequence[Log]) -> tuple[list[Header], list[Remark]]:
    """Headers with the facts of logs added, and what does not fit.

    A header's own value stays: where a log says something else, that is a conflict. A
    fact for all images becomes one line that all headers share.
    """
    result, remarks = list(headers), []
    for log in logs:
        if log.common:
            result, said = _common(result, log)
            remarks += said
        if log.single:
            result, said = _single(result, log)
            remarks += said
    return result, remarks


def _common(headers: Sequence[Header], log: Log) -> tuple[list[Header], list[Remark]]:
    line: Line = tuple(log.common.values())
    shared: dict[frozenset[str], Line] = {}
    conflicts: dict[str, list[tuple[Header, Fact]]] = {}
    result = []
    for header in headers:
        own = {f.key: f for known in header.lines for f in known if f.key in log.common}
        for key, fact in own.items():
            if not agree(fact, log.common[key]):
                conflicts.setdefault(key, []).append((header, fact))
        lacking = frozenset(log.common) - frozenset(own)
        if lacking not in shared:
            shared[lacking] = tuple(fact for fact in line if fact.key in lacking)
        more = (shared[lacking],) if shared[lacking] else ()
        result.append(replace(header, lines=(*header.lines, *more)))
    return result, [_conflict(log, log.common[key], found) for key, found in conflicts.items()]


def _single(headers: Sequence[Header], log: Log) -> tuple[list[Header], list[Remark]]:
    place, unused, unclear = _places([header.file for header in headers], log.single)
    conflicts: dict[str, list[tuple[Header, Fact]]] = {}
    stated: dict[str, Fact] = {}
    result = list(headers)
    for index, name in place.items():
        header, row = headers[index], log.single[name]
        own = {f.key: f for line in header.lines for f in line if f.key in row}
        for key, fact in own.items():
            if not agree(fact, row[key]):
                conflicts.setdefault(key, []).append((header, fact))
                stated.setdefault(key, row[key])
        more = tuple((fact,) for key, fact in row.items() if key not in own)
        result[index] = replace(header, lines=(*header.lines, *more))
    remarks = [_conflict(log, stated[key], found) for key, found in conflicts.items()]
    if unused:
        text = f"{len(unused)} rows of {log.path} name files that are not there: {_few(unused)}"
        remarks.append(Remark("conflict", text, log.path, hint="correct the names, or the folder"))
    if unclear:
        text = f"{len(unclear)} rows of {log.path} fit several files: {_few(unclear)}"
        hint = "write the folder too, as in run1/image_0001.cbf"
        remarks.append(Remark("conflict", text, log.path, hint=hint))
    return result, remarks


def _places(
    files: Sequence[str], rows: Mapping[str, object]
) -> tuple[dict[int, str], list[str], list[str]]:
    """Row names by index of the file; names without a file; names with several."""
    whole = {file: index for index, file in enumerate(files)}
    bare: dict[str, list[int]] = {}
    for index, file in enumerate(files):
        bare.setdefault(PurePosixPath(file).name, []).append(index)
    place: dict[int, str] = {}
    unused: list[str] = []
    unclear: list[str] = []
    for name in rows:
        plain = name.replace("\\", "/").removeprefix("./")
        found = [whole[plain]] if plain in whole else bare.get(PurePosixPath(plain).name, [])
        if "/" in plain and plain not in whole:  # the longer of two paths ends in the other
            found = [i for i in found if plain.endswith("/" + files[i]) or files[i].endswith(plain)]
        if len(found) == 1:
            place[found[0]] = name
        else:
            (unclear if found else unused).append(name)
    return place, unused, unclear


def agree(one: Fact, other: Fact) -> bool:
    """Whether two facts say the same, after conversion of units."""
    if one.problem is not None:
        return True
    if isinstance(one.value, str) or isinstance(other.value, str):
        return str(one.value).strip() == str(other.value).strip()
    left, right = np.asarray(one.value, dtype=object), np.asarray(other.value, dtype=object)
    if left.shape != right.shape:
        return False
    try:
        numbers, others = left.astype(np.float64), right.astype(np.float64)
        units = parse_unit(one.unit or ""), parse_unit(other.unit or "")
        if units[0] and units[1] and units[0] != units[1]:
            others = np.asarray(convert(others, units[1], units[0]))
    except (TypeError, ValueError):
        return bool((left == right).all())
    except UnitError:
        return False
    return bool(np.allclose(numbers, others, rtol=CLOSE, atol=0))


def _conflict(log: Log, said: Fact, found: Sequence[tuple[Header, Fact]]) -> Remark:
    header, fact = found[0]
    more = f" (and in {len(found) - 1} more files)" if len(found) > 1 else ""
    return Remark(
        "conflict",
        f"{log.path} says {fact.key} = {_said(said)}, the header of {header.file} "
        f"{_said(fact)}{more}; the header's is used",
        log.path,
        hint="take it out of the log, or correct it with --set",
    )


def _said(fact: Fact) -> str:
    text = str(fact.value)
    text = text if len(text) <= 40 else f"{text[:39]}…"
    return f"{text} {fact.unit}" if fact.unit else text


def _few(names: Sequence[str]) -> str:
    more = f" and {len(names) - _SHOWN} more" if len(names) > _SHOWN else ""
    return f"{', '.join(names[:_SHOWN])}{more}"
