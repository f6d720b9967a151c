"""Functions for where image files will be found once they are deposited."""

from __future__ import annotations

import posixpath
from collections.abc import Callable
from typing import Any

import numpy as np

from imgcif_map.mapping.archive import ArchivePlan
from imgcif_map.mapping.functions.registry import Call, function
from imgcif_map.mapping.located import Located, Locator, messages
from imgcif_map.mapping.packing import ARCHIVE_FORMATS, lacking, packing_by_suffix
from imgcif_map.mapping.quantity import NOT_KNOWN, Quantity
from imgcif_map.mapping.uris import relative_uri
from imgcif_map.sources.record import Record


@function(
    "source",
    result="file names seen from the folder that all sources share",
    yields="text",
    unit="none",
)
def from_common_folder(call: Call, file: Quantity, of: Record | None = None) -> Quantity:
    """File names as seen from the innermost folder that holds all sources of the conversion.

    Names in a source are relative to it; two masters in ``run1`` and ``run2`` may both
    name ``data_000001.h5``. ``of``: a record of the source that has the names.
    Unchanged where all sources are in one folder, and for absolute names.
    """
    folders = call.option("folders") or {}
    folder = folders.get(of.origin.file, "") if of is not None else ""
    if not folder:
        return file
    seen = {name: _joined(folder, name) for name in _names(file)}
    return _column(file, seen) or file


def _joined(folder: str, name: str) -> str:
    if name.startswith(("/", "\\")) or name[1:2] == ":":
        return name
    return posixpath.normpath(posixpath.join(folder, name))


@function("source", result="URI of each file", yields="text", unit="none")
def archive_uri(
    call: Call, file: Quantity, scan: str | None = None, n: int | None = None
) -> Quantity | None:
    """The URI an image file (or the archive that holds it) will have.

    From the archive options of the conversion; ``scan`` and ``n`` are the scan's
    name and number for ``{scan}`` and ``{n}`` (default: the number of the row).
    Scans are counted through all data blocks. Without options: the file name as
    a relative reference, which holds while the images stay beside the imgCIF
    file, and a gap. Serves ``_array_data_external_data.uri``.
    """
    plan = call.option("archive")
    if not isinstance(plan, ArchivePlan) or not plan.addressed:
        message = "no URI of the images is known; their file names are given: use --archive-uri"
        call.report("missing-recommended", message)
        if not isinstance(plan, ArchivePlan):
            return _column(file, {name: relative_uri(name) for name in _names(file)})
    number = _number(call, n)
    if plan.manifest.unsaid:
        message = f"the archive manifest has {plan.manifest.unsaid}: imgCIF has no data name"
        call.report("no-target", message)
    if not _has_place(plan, number):
        named = f" ({scan})" if scan else ""
        message = f"no archive URI for scan {number}{named}: {len(plan.uris)} given"
        call.report("missing-recommended", message)
        return None
    template = plan.template(number)
    if template is not None and template.uses("scan") and not scan:
        call.report("missing-recommended", f"{template.text}: the scan has no name")
        return None
    places = _places(call, plan, file, scan, number)
    _report_remarks(call, places, packed=False)
    if template is not None and not any(place.packed for place in places.values()):
        uris = {place.uri for place in places.values() if place.uri}
        if len(uris) < sum(place.uri is not None for place in places.values()):
            message = f"several files at one URI, and no archive format: {template.text}"
            call.report("conflict", message)
    return _column(file, {name: place.uri or NOT_KNOWN for name, place in places.items()})


@function("source", result="path of each file inside its archive", yields="text", unit="none")
def archive_path(
    call: Call, file: Quantity, scan: str | None = None, n: int | None = None
) -> Quantity | None:
    """Where an image file is inside the archive; missing if there is no archive.

    From the manifest, else from a local archive whose members are known; without
    one the file's name relative to the master, an assumption that is reported.
    Serves ``_array_data_external_data.archive_path``.
    """
    places = _planned(call, file, scan, n)
    _report_remarks(call, places, packed=True)
    column = {
        name: None if place.unpacked else place.path or NOT_KNOWN for name, place in places.items()
    }
    return _column(file, column)


@function("source", result="ZIP, TGZ or TBZ for each file", yields="text", unit="none")
def archive_format(
    call: Call, file: Quantity, scan: str | None = None, n: int | None = None
) -> Quantity | None:
    """The packing of the archive that holds each file; missing if there is none.

    A packing that the dictionary has no state for is written as unknown and
    reported. Serves ``_array_data_external_data.archive_format``.
    """
    places = _planned(call, file, scan, n)
    packings = {place.packing for place in places.values() if place.packing is not None}
    foreign = packings.difference(ARCHIVE_FORMATS)
    for packing in sorted(foreign):
        call.report("no-target", lacking(packing))
    _compare_packings(call, _number(call, n))
    column = {
        name: None
        if place.unpacked
        else NOT_KNOWN
        if place.packing in (None, *foreign)
        else place.packing
        for name, place in places.items()
    }
    return _column(file, column, empty=bool(foreign))


def _state(place: Located) -> Any:
    """What ``archive_format`` is; None where there is no archive."""
    if place.unpacked:
        return None
    return place.packing if place.packing in ARCHIVE_FORMATS else NOT_KNOWN


def _number(call: Call, n: int | None) -> int:
    """The number of the scan, counted through all data blocks."""
    return call.before("scans") + (n if n is not None else call.position())


def _has_place(plan: ArchivePlan, number: int) -> bool:
    """Whether the options say anything of a scan."""
    if plan.manifest.members or plan.searched or plan.template(number) is not None:
        return True
    return not plan.uris and plan.copy(None, number) is not None


def _planned(call: Call, file: Quantity, scan: str | None, n: int | None) -> dict[str, Located]:
    plan = call.option("archive")
    number = _number(call, n)
    if not isinstance(plan, ArchivePlan) or not _has_place(plan, number):
        return {}
    return _places(call, plan, file, scan, number)


def _places(
    call: Call, plan: ArchivePlan, file: Quantity, scan: str | None, number: int
) -> dict[str, Located]:
    locator = call.option("locator")
    if not isinstance(locator, Locator):
        locator = Locator()
    return locator.places(plan, file.data, _names(file), number, scan or "")


def _report_remarks(call: Call, places: dict[str, Located], *, packed: bool) -> None:
    """Say what is to be said of files in archives, or of the others."""
    found = [place for place in places.values() if place.packed is packed]
    remarks = [place.remark for place in found if place.remark is not None]
    for kind, message in messages(remarks):
        call.report(kind, message)


def _compare_packings(call: Call, number: int) -> None:
    """Report URI, option and local archive that speak of different packings."""
    plan = call.option("archive")
    if not isinstance(plan, ArchivePlan) or plan.manifest.members:
        return
    template = plan.template(number)
    uri = template.text if template is not None else None
    copy = plan.copy(uri, number)
    pairs = [(local.uri, local) for local in plan.local] if plan.searched else [(uri or "", copy)]
    for address, local in pairs:
        said = {address: packing_by_suffix(address)}
        if local is not None:
            said[f"local archive {local.path.name}"] = local.packing
        if plan.format not in said.values():
            said["--archive-format"] = plan.format
        known = {what: packing for what, packing in said.items() if packing}
        if len(set(known.values())) > 1:
            texts = ", ".join(f"{what}: {packing}" for what, packing in known.items())
            call.report("conflict", f"the packing of the images is stated differently: {texts}")


def _names(file: Quantity) -> list[str]:
    """The different file names of a column."""
    if isinstance(file.data, str):
        return [file.data]
    flat = np.asarray(file.data, dtype=object).ravel().tolist()
    return [name for name in dict.fromkeys(flat) if isinstance(name, str)]


def _column(file: Quantity, values: dict[str, Any], *, empty: bool = False) -> Quantity | None:
    """The column with a value for each name; None if it says nothing (but for ``empty``)."""
    found = {value for value in values.values() if value is not None}
    if not found - {NOT_KNOWN} and not (found and empty):
        return None
    if isinstance(file.data, str):
        return file.with_data(values[file.data], unit=None)
    names = np.asarray(file.data, dtype=object)
    get: Callable[[Any], Any] = values.get
    result = np.empty(names.size, dtype=object)
    result[:] = [get(name) for name in names.ravel().tolist()]
    return file.with_data(result.reshape(names.shape), unit=None)
