"""Image files of one format as a source: their scans below ``/scan``."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path, PurePosixPath
from typing import Any

import numpy as np

from imgcif_map.sources.base import Closing
from imgcif_map.sources.headers.columns import add_columns
from imgcif_map.sources.headers.facts import Header
from imgcif_map.sources.images import ImageStack
from imgcif_map.sources.record import Record, TreeRecord
from imgcif_map.sources.remarks import Remark
from imgcif_map.sources.scans.config import ScanConfig
from imgcif_map.sources.scans.find import FoundScan, find_scans

SCANS = "scan"
_SUFFIXES = re.compile(r"(?:\.[A-Za-z][A-Za-z0-9_]*)+$")


class ImagesRecord(TreeRecord):
    """Where the images of a scan are: columns ``file`` and, for compressed files, how."""

    @property
    def images(self) -> ImageStack:
        """One frame per file, in the order of the scan."""
        file = self.nodes["file"].read()
        names = [file] if isinstance(file, str) else file.tolist()
        ones = np.ones(len(names), dtype=np.int64)
        return ImageStack(tuple((name, "") for name in names), np.arange(len(names)), ones)


class HeaderSource(Closing):
    """Headers of image files; a mapping says how they are gathered into scans."""

    def __init__(
        self,
        source_format: str,
        path: Path,
        headers: Sequence[Header],
        remarks: Sequence[Remark] = (),
        compressed: dict[str, str] | None = None,
    ) -> None:
        self.format = source_format
        self.path = path
        self.headers = tuple(headers)
        self.remarks = list(remarks)
        self._compressed = compressed or {}
        self._arranged: dict[ScanConfig, Record] = {}
        self._said: dict[ScanConfig, tuple[Remark, ...]] = {}

    def arranged(self, options: dict[str, Any]) -> Record:
        """The root record with the scans that a mapping's ``source:`` asks for."""
        config = ScanConfig.read(options)
        if config not in self._arranged:
            scans = find_scans(self.headers, config)
            self._said[config] = tuple(p for scan in scans for p in scan.problems)
            self._arranged[config] = self._tree(scans)
        return self._arranged[config]

    def remarks_on(self, options: dict[str, Any]) -> tuple[Remark, ...]:
        """What was noticed on the files, and on these scans."""
        self.arranged(options)
        return (*self.remarks, *self._said[ScanConfig.read(options)])

    @property
    def root(self) -> Record:
        return self.arranged({})

    def amended(self, headers: Sequence[Header], remarks: Sequence[Remark]) -> HeaderSource:
        """The same files with other headers: a log has added to them."""
        said = (*self.remarks, *remarks)
        return HeaderSource(self.format, self.path, headers, said, self._compressed)

    @property
    def archives(self) -> tuple[Path, ...]:
        """The archives that files were read from; () if any was not in one."""
        found = dict.fromkeys(header.archive for header in self.headers)
        return tuple(Path(a) for a in found if a) if None not in found else ()

    def _tree(self, scans: Sequence[FoundScan]) -> Record:
        root = TreeRecord("", file=str(self.path))
        above = root.add(TreeRecord(SCANS, file=root.file))
        for number, scan in enumerate(scans, 1):
            above.add(self._scan(f"SCAN{number}", scan))
        return root

    def _scan(self, name: str, scan: FoundScan) -> TreeRecord:
        record = TreeRecord(name, file=scan.template)
        add_columns(record, scan.headers)
        files = [header.file for header in scan.headers]
        images = ImagesRecord("images", file=scan.template)
        images.add(TreeRecord("file", value=_texts(files), file=scan.template))
        kinds = {self._compressed.get(file) for file in files}
        if kinds != {None}:
            how = [self._compressed.get(file) for file in files]
            images.add(TreeRecord("compression", value=_texts(how), file=scan.template))
        for leaf in (
            TreeRecord("frames", value=len(files)),
            TreeRecord("numbers", value=_numbers(scan.numbers)),
            TreeRecord("template", value=scan.template),
            TreeRecord("stem", value=stem_of(scan.template)),
        ):
            leaf.file = scan.template
            record.nodes.pop(leaf.name, None)
            record.add(leaf)
        record.add(images)
        return record


def stem_of(template: str) -> str:
    """What a series of files is called: ``x/run_1_####.cbf.gz`` is ``run_1``."""
    name = PurePosixPath(template).name
    stem = _SUFFIXES.sub("", name).replace("#", "").strip("_-. ")
    return stem or "images"


def _texts(names: Sequence[str | None]) -> Any:
    if len(names) == 1:
        return names[0]
    column = np.empty(len(names), dtype=object)
    column[:] = names
    return column


def _numbers(numbers: Sequence[int]) -> Any:
    return numbers[0] if len(numbers) == 1 else np.array(numbers, dtype=np.int64)
