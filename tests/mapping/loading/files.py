"""Writes small mapping files and loads them."""

from __future__ import annotations

from pathlib import Path

from imgcif_map.mapping.compose import compose
from imgcif_map.mapping.load import load_file
from imgcif_map.mapping.model import Mapping, MappingFile, Pick


def write(folder: Path, body: str, name: str = "x") -> Path:
    """A mapping file ``name.yaml`` with two head lines and a body."""
    path = folder / f"{name}.yaml"
    path.write_text(f"imgcif_map: 1\nid: {name}\n{body}", encoding="utf-8")
    return path


def load(folder: Path, body: str, name: str = "x") -> MappingFile:
    return load_file(write(folder, body, name))


def mapping(folder: Path, *bodies: str) -> Mapping:
    """The mapping composed of files x0, x1, ... with these bodies."""
    return compose([load(folder, body, f"x{n}") for n, body in enumerate(bodies)])


def let(folder: Path, value: str, rest: str = "") -> Pick:
    """The only candidate of ``let: {a: value}``."""
    made = mapping(folder, f"{rest}let:\n  a: {value}\n").lets["a"]
    (pick,) = made.picks
    return pick
