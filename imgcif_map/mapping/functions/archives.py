"""Functions for where image files will be found once they are deposited."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import PurePosixPath
from typing import Any

import numpy as np

from imgcif_map.mapping.archive import ArchivePlan, relative_uri
from imgcif_map.mapping.functions.registry import Call, function
from imgcif_map.mapping.quantity import Quantity


@function("source", result="URI of each file", unit="none")
def archive_uri(
    call: Call, file: Quantity, scan: str | None = None, n: int | None = None
) -> Quantity | None:
    """The URI an image file (or the archive that holds it) will have.

    From the archive options of the conversion; ``scan`` and ``n`` are the scan's
    name and number for ``{scan}`` and ``{n}`` (default: the number of the row).
    Without options: the file name as a relative reference, which holds while
    the images stay beside the imgCIF file, and a gap. Serves
    ``_array_data_external_data.uri``.
    """
    plan = call.option("archive")
    if not isinstance(plan, ArchivePlan):
        message = "no URI of the images is known; their file names are given: use --archive-uri"
        call.report("missing-recommended", message)
        return _each(file, relative_uri)
    if plan.manifest.members:
        if plan.manifest.unsaid:
            message = f"the archive manifest has {plan.manifest.unsaid}: imgCIF has no data name"
            call.report("no-target", message)
        return _from_manifest(call, plan, file, lambda member: member.uri)
    number = n if n is not None else call.position()
    template = plan.template(number)
    if template is None:
        message = f"no archive URI for scan {number}: {len(plan.uris)} given"
        call.report("missing-recommended", message)
        return None
    if template.uses("scan") and not scan:
        call.report("missing-recommended", f"{template.text}: the scan has no name")
        return None
    result = _each(file, lambda name: template.fill(name, scan or "", number))
    if plan.format is None and _distinct(result) < _distinct(file):
        message = f"several files at one URI, and no archive format: {template.text}"
        call.report("conflict", message)
    return result


@function("source", result="path of each file inside its archive", unit="none")
def archive_path(call: Call, file: Quantity) -> Quantity | None:
    """Where an image file is inside the archive; missing if there is no archive.

    From the manifest; without one the file's name relative to the master, an
    assumption that is reported. Serves ``_array_data_external_data.archive_path``.
    """
    plan = call.option("archive")
    if not isinstance(plan, ArchivePlan):
        return None
    if plan.manifest.members:
        return _from_manifest(call, plan, file, lambda member: member.path or None, quiet=True)
    if plan.format is None:
        return None
    message = "inside the archive the image files are taken to have the names they have here"
    call.report("assumption", message)
    return _each(file, lambda name: PurePosixPath(name).name if name.startswith("/") else name)


@function("source", result="ZIP, TGZ or TBZ for each file", unit="none")
def archive_format(call: Call, file: Quantity) -> Quantity | None:
    """The packing of the archive that holds each file; missing if there is none.

    Serves ``_array_data_external_data.archive_format``.
    """
    plan = call.option("archive")
    if not isinstance(plan, ArchivePlan):
        return None
    result = _each(file, plan.format_of)
    return None if result is None or _distinct(result) == 0 else result


def _from_manifest(
    call: Call,
    plan: ArchivePlan,
    file: Quantity,
    pick: Callable[[Any], str | None],
    *,
    quiet: bool = False,
) -> Quantity | None:
    problems: dict[str, list[str]] = {}

    def look(name: str) -> str | None:
        member = plan.member(name)
        if isinstance(member, str):
            problems.setdefault(member, []).append(name)
            return None
        return pick(member)

    result = _each(file, look)
    for problem, names in problems.items():
        if not quiet:
            kind = "missing-recommended" if problem.startswith("not") else "conflict"
            more = f" and {len(names) - 3} more" if len(names) > 3 else ""
            call.report(kind, f"{problem}: {', '.join(names[:3])}{more}")
    return None if result is None or _distinct(result) == 0 else result


def _each(file: Quantity, make: Callable[[str], str | None]) -> Quantity | None:
    """Apply to every name, once for each different one; None stays None."""
    if file.data is None:
        return None
    if isinstance(file.data, str):
        return file.with_data(make(file.data), unit=None)
    names = np.asarray(file.data, dtype=object)
    flat = names.ravel().tolist()
    known = {name: make(name) if isinstance(name, str) else None for name in dict.fromkeys(flat)}
    result = np.empty(len(flat), dtype=object)
    result[:] = [known[name] for name in flat]
    return file.with_data(result.reshape(names.shape), unit=None)


def _distinct(column: Quantity | None) -> int:
    if column is None or column.data is None:
        return 0
    data = column.data
    values = {data} if isinstance(data, str) else set(np.asarray(data, dtype=object).ravel())
    return len(values - {None})
