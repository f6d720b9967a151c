"""From imgCIF back to the format of a mapping: every scan becomes an entry."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from imgcif_map.cif.document import Block, Document
from imgcif_map.dictionary.model import Dictionary
from imgcif_map.errors import UnreadableInput, UsageError
from imgcif_map.findings import Finding
from imgcif_map.geometry.instrument import Scan, Surface
from imgcif_map.mapping.functions.registry import Function
from imgcif_map.mapping.gaps import GapLog, fails
from imgcif_map.mapping.library import Library
from imgcif_map.mapping.reverse.derive import reverse_plan
from imgcif_map.mapping.reverse.model import ReversePlan
from imgcif_map.reverse.account import report_lost, report_needs
from imgcif_map.reverse.build import Building, Detector, Entry, Names
from imgcif_map.reverse.images import put_images
from imgcif_map.reverse.modules import put_modules
from imgcif_map.reverse.rows import ARRAY, SCAN, Chosen, Rows
from imgcif_map.reverse.settings import put_axes
from imgcif_map.reverse.values import put_values
from imgcif_map.rules.context import Context
from imgcif_map.rules.img.instruments import described
from imgcif_map.sources.record import Origin
from imgcif_map.targets.tree import Tree

FORMATS = ("nexus",)
"""What can be written."""
_MOST_FRAMES = 10_000_000


@dataclass(frozen=True)
class Written:
    """A file of another format made from imgCIF, and all that is to be said of it."""

    content: bytes
    findings: tuple[Finding, ...]
    """What has no place in the target, and what is missing there; codes GAP###, worst first."""
    mapping: str
    dictionary: Dictionary
    sources: tuple[Path, ...]

    @property
    def fails(self) -> bool:
        """True if something required is missing, contradictory or unreadable."""
        return fails(self.findings)

    def write(self, path: str | Path) -> None:
        """Write the file, whole or not at all. Raises UsageError where that cannot be."""
        from imgcif_map.atomic import atomic_writer

        with atomic_writer(path, "wb") as stream:
            stream.write(self.content)


def to_nexus(
    sources: Path | str | Sequence[Path | str],
    *,
    mapping: str | None = None,
    folder: Path | str | None = None,
    dictionary: Dictionary | None = None,
) -> Written:
    """Make a NeXus file from imgCIF files: one entry per scan.

    ``mapping`` has the way back (default: nxmx). ``folder`` is where the file will be, which
    its links start from (default: that of the first source). Raises UnreadableInput,
    UsageError, MappingError; what has no place in the target is a finding.
    """
    from imgcif_map.dictionary.load import load_dictionary
    from imgcif_map.mapping.functions import load_functions
    from imgcif_map.resources import mapping_paths
    from imgcif_map.targets.nexus import nexus_bytes

    paths = tuple(Path(s) for s in ((sources,) if isinstance(sources, str | Path) else sources))
    if not paths:
        raise UsageError("nothing to convert", hint="name at least one imgCIF file")
    dictionary = dictionary or load_dictionary()
    functions = load_functions()
    plan = chosen_plan(Library(mapping_paths(), functions), functions, mapping)
    tree, gaps = Tree(), GapLog()
    fill(tree, _documents(paths, gaps), plan, functions, dictionary, gaps, folder)
    first = next(iter(tree.groups), "/")
    tree.attributes["/"] = {"default": first.strip("/").partition("/")[0]}
    return Written(nexus_bytes(tree), gaps.findings(), plan.mapping, dictionary, paths)


def fill(
    tree: Tree,
    documents: Sequence[tuple[Path, Document]],
    plan: ReversePlan,
    functions: Mapping[str, Function],
    dictionary: Dictionary,
    gaps: GapLog,
    folder: Path | str | None = None,
) -> None:
    """Put every scan of some documents into a tree. Raises UnreadableInput for one without."""
    names = Names()
    for path, document in documents:
        found = described(Context(document, dictionary))
        if not found:
            raise UnreadableInput(
                f"{path}: describes no experiment", hint="imgCIF with axes and scans is needed"
            )
        single = len(documents) == 1 and len(found) == 1 and len(found[0].experiment.scans) == 1
        for experiment in found:
            rows = Rows(experiment, dictionary)
            building = Building(rows, plan, tree, gaps, str(path), _folder(path, folder))
            _entries(building, functions, names, single)
            report_lost(building)


def chosen_plan(
    library: Library, functions: Mapping[str, Function], name: str | None
) -> ReversePlan:
    """The plan of a mapping, or of the one format that has a way back."""
    if name is not None:
        plan = reverse_plan(library.compose(library.file(name)), functions)
        if plan is None:
            raise UsageError(f"the mapping {name} has no way back", hint="it needs a reverse:")
        return plan
    found = [reverse_plan(library.compose(f), functions) for f in library.formats(FORMATS[0])]
    plans = [plan for plan in found if plan is not None]
    if len(plans) != 1:
        names = ", ".join(plan.mapping for plan in plans) or "none"
        raise UsageError(f"mappings with a way back: {names}", hint="choose one with --mapping")
    return plans[0]


def _documents(paths: Sequence[Path], gaps: GapLog) -> list[tuple[Path, Document]]:
    """The files; what is wrong with their syntax is reported."""
    from imgcif_map.cif.reader import read_cif

    found = []
    for path in paths:
        document = read_cif(path)
        for problem in document.problems:
            if problem.severity.rank >= 2:
                gaps.add("unreadable", problem.message, origins=[Origin(str(path), "")])
        blocks: tuple[Block, ...] = document.blocks
        if not blocks:
            raise UnreadableInput(f"{path}: is no CIF file", hint="it has no data block")
        found.append((path, document))
    return found


def _folder(path: Path, folder: Path | str | None) -> str:
    """From the folder of the target to that of the imgCIF file."""
    if folder is None:
        return ""
    way = os.path.relpath(path.resolve().parent, Path(folder).resolve())
    return "" if way == "." else way.replace(os.sep, "/")


def _entries(
    building: Building, functions: Mapping[str, Function], names: Names, single: bool
) -> None:
    """One entry for each scan of an experiment."""
    experiment = building.experiment
    for scan in experiment.scans:
        if scan.frames > _MOST_FRAMES:
            raise UsageError(f"scan {scan.id} has {scan.frames} frames: too many")
        name = names.name("entry" if single else "entry_001" if not names.taken else _next(names))
        chosen = Chosen(building.rows.canonical(SCAN, scan.id), frames=max(1, scan.frames))
        detectors = _detectors(building, scan)
        entry = Entry(building, name, scan, chosen, detectors)
        building.group("NXentry", name)
        for path, always in building.plan.reverse.groups.items():
            if always and ":NXdetector" not in path:
                building.place(path, name)
        put_axes(entry)
        geometry = {one.name: put_modules(entry, one) for one in detectors}
        put_images(entry)
        put_values(entry, functions, geometry)
        _group_detectors(entry)
        report_needs(entry)


def _next(names: Names) -> str:
    return f"entry_{len(names.taken) + 1:03d}"


def _detectors(building: Building, scan: Scan) -> tuple[Detector, ...]:
    """The surfaces of a scan by the array that they are parts of."""
    by_array: dict[str, list[Surface]] = {}
    for surface in building.experiment.surfaces(scan):
        by_array.setdefault(surface.array, []).append(surface)
    if not by_array:
        building.report("missing-required", "no surface of a detector is described")
        return (Detector("detector", "", ()),)
    column = building.rows.column("_diffrn_detector.id")
    known = column.texts[0] if column is not None and len(column) else "detector"
    names = Names({"beam", "attenuator", "name"})
    single = len(by_array) == 1
    return tuple(
        Detector(
            names.name(known if single else f"{known}_{number}"),
            building.rows.canonical(ARRAY, array) or array,
            tuple(surfaces),
        )
        for number, (array, surfaces) in enumerate(by_array.items(), 1)
    )


def _group_detectors(entry: Entry) -> None:
    """Several detectors of one experiment are grouped under its name."""
    if len(entry.detectors) < 2:
        return
    import numpy as np

    building = entry.building
    home = building.group("NXinstrument", entry.name)
    path = building.tree.group(f"{home}/detector_group", "NXdetector_group")
    column = building.rows.column("_diffrn_detector.id")
    whole = column.texts[0] if column is not None and len(column) else "detector"
    names = [whole, *(detector.name for detector in entry.detectors)]
    building.tree.put(f"{path}/group_names", np.array(names, dtype=object))
    building.tree.put(f"{path}/group_index", np.arange(1, len(names) + 1))
    parents = np.array([-1, *[1] * len(entry.detectors)])
    building.tree.put(f"{path}/group_parent", parents)
