"""The mapping files at hand, and which of them fits a source."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from inspect import signature
from pathlib import Path

from imgcif_map.errors import MappingError, UsageError
from imgcif_map.mapping import model
from imgcif_map.mapping.checked import once
from imgcif_map.mapping.compose import compose
from imgcif_map.mapping.expression.memo import memo
from imgcif_map.mapping.functions.registry import Function
from imgcif_map.mapping.lint import check_functions
from imgcif_map.mapping.load import chain, checked, find_mapping, load_all, load_file
from imgcif_map.mapping.loading.instrument import format_of_tests
from imgcif_map.mapping.loading.shapes import near
from imgcif_map.mapping.model import INSTRUMENT, MappingFile

INSTRUMENTS = "instruments"
"""Folder of instruments. An overlay in it applies only when ``--instrument`` names it."""
NO_INSTRUMENT = "none"
"""``--instrument none``: no instrument, whatever the source says."""


@dataclass
class Library:
    """All mapping files of some folders; the user's come first."""

    folders: Sequence[Path]
    functions: Mapping[str, Function] | None = None
    _checked: dict[str, MappingFile] = field(default_factory=dict)
    _composed: dict[tuple[str, ...], model.Mapping] = field(default_factory=dict)

    @cached_property
    def files(self) -> Mapping[str, MappingFile]:
        """Every mapping file by id, headers only."""
        return {file.id: file for file in load_all(self.folders)}

    def file(self, name: str) -> MappingFile:
        """A mapping by id or path, fully checked. Raises MappingError if it is not valid."""
        path = str(find_mapping(name, self.folders))
        return self._load(path)

    @cached_property
    def instruments(self) -> tuple[MappingFile, ...]:
        """All instruments by id, headers checked only."""
        found = [f for f in self.files.values() if f.kind == INSTRUMENT]
        return tuple(sorted(found, key=lambda f: f.id))

    def instrument(self, name: str) -> MappingFile:
        """An instrument (or an overlay) by id or path. MappingError, UsageError if it is none."""
        known = {f.id: f for f in self.files.values() if f.kind in (INSTRUMENT, "overlay")}
        looks_like_file = Path(name).suffix in (".yaml", ".yml") or len(Path(name).parts) > 1
        if name not in self.files and not looks_like_file and not Path(name).is_file():
            wanted = name.casefold()
            parts = [f.id for f in self.instruments if wanted in f"{f.id} {f.title}".casefold()]
            hint = f"did you mean {' or '.join(parts[:5])}?" if parts else near(wanted, known)
            raise MappingError(
                f"there is no instrument '{name}'",
                hint=hint or "`imgcif-map instrument list` shows them all",
            )
        file = self.file(name)
        if file.kind not in (INSTRUMENT, "overlay"):
            raise UsageError(
                f"{file.id} is a {file.kind}, not an instrument",
                hint="an instrument describes one place; name a format with --mapping",
            )
        return file

    def recognised(self, file: MappingFile) -> list[MappingFile]:
        """Instruments that fit a format and say by which sources they are known."""
        family = {member.id for member in self.lineage(file)}
        return [
            self._load(f.path)
            for f in self.instruments
            if f.when is not None and f.extends in family
        ]

    def standing(self, file: MappingFile) -> model.Mapping:
        """A file as a whole mapping: an instrument together with a format that it is tested on."""
        if file.kind != INSTRUMENT:
            return self.compose(file)
        return self.compose(self.file(format_of_tests(file)), (), file)

    def _load(self, path: str) -> MappingFile:
        if path not in self._checked:
            known = {f.path: f for f in self.__dict__.get("files", {}).values()}
            # What was read once need not be read again.
            header = known.get(path)
            self._checked[path] = load_file(Path(path)) if header is None else checked(header)
        return self._checked[path]

    def lineage(self, file: MappingFile) -> list[MappingFile]:
        """A file and all it extends, the form first; checked."""
        known = {**self.files, file.id: file}
        return [
            member if member.path == file.path else self._load(member.path)
            for member in chain(file, list(known.values()))
        ]

    def compose(
        self,
        file: MappingFile,
        overlays: Sequence[MappingFile] = (),
        instrument: MappingFile | None = None,
    ) -> model.Mapping:
        """The mapping of a format with its form, some overlays and, last, an instrument."""
        layers: dict[str, MappingFile] = {}
        for member in (file, *overlays):
            layers.update({f.id: f for f in self.lineage(member)})
        extra = () if instrument is None or instrument.id in layers else (instrument,)
        key = tuple(layer.path for layer in (*layers.values(), *extra))
        if key in self._composed:
            return self._composed[key]
        mapping = compose(list(layers.values()), extra=extra)
        functions = self.functions
        if functions is not None:
            texts = [Path(path).read_bytes() for path in key]
            once(
                "functions", (self._signatures, *texts), lambda: check_functions(mapping, functions)
            )
        self._composed[key] = mapping
        memo().save()
        return mapping

    @cached_property
    def _signatures(self) -> bytes:
        """What calls are checked against."""
        known = (self.functions or {}).values()
        return ",".join(f"{f.name}{signature(f.run)}" for f in known).encode()

    def formats(self, source_format: str) -> list[MappingFile]:
        """Formats that read a kind of source."""
        return [
            self._load(f.path)
            for f in self.files.values()
            if f.kind == "format" and f.source_format == source_format
        ]

    def overlays(self, file: MappingFile, trial: MappingFile | None = None) -> list[MappingFile]:
        """Overlays of a format (or of an overlay), in order of priority.

        ``trial`` is one more, which need not be in the folders. Instruments are not
        among them: they apply when they are asked for.
        """
        family = {member.id for member in self.lineage(file)}
        known = {**self.files, **({trial.id: trial} if trial is not None else {})}
        found = [
            f if f is trial else self._load(f.path)
            for f in known.values()
            if f.kind == "overlay" and f.extends in family and f.id not in family
            if f is trial or Path(f.path).parent.name != INSTRUMENTS
        ]
        return sorted(found, key=lambda overlay: (overlay.priority, overlay.id))

    def choose(
        self, source_format: str, fits: Callable[[model.Mapping], bool]
    ) -> tuple[MappingFile, model.Mapping]:
        """The one format whose ``blocks`` match a source. Raises UsageError for none or several."""
        candidates = self.formats(source_format)
        found = [f for f in candidates if fits(compose(self.lineage(f), blocks_only=True))]
        tried = ", ".join(f.id for f in candidates) or "none"
        if not found:
            raise UsageError(
                f"no mapping fits this {source_format} source (tried: {tried})",
                hint="look at it with `imgcif-map inspect`; name a mapping with --mapping",
            )
        if len(found) > 1:
            names = ", ".join(file.id for file in found)
            raise UsageError(f"several mappings fit: {names}", hint="choose one with --mapping")
        return found[0], self.compose(found[0])
