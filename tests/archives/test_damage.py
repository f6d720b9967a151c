"""Whatever is changed in a file that is pointed at, there are findings and never a crash."""

from __future__ import annotations

import random
import warnings

import numpy as np
import pytest

from imgcif_map import load_dictionary, make_archives, validate
from imgcif_map.cif.reader import read_cif
from tests.support.make_image import cbf, hdf5, pixels, smv, tiff
from tests.support.packed import SUFFIXES, pack

ROUNDS = 40
IMAGE = pixels(20, 10, "uint16")
FILES = {
    "cbf": (cbf(IMAGE), "CBF", "."),
    "smv": (smv(IMAGE), "SMV", "."),
    "tiff": (tiff(IMAGE), "TIFF", "."),
    "hdf5": (hdf5(np.stack([IMAGE] * 2), compression="gzip"), "HDF5", "/data"),
}
ITEMS = ("id", "format", "uri", "archive_format", "archive_path", "path", "frame")
HEAD = "data_x\nloop_\n" + "".join(f"_array_data_external_data.{item}\n" for item in ITEMS)


def damaged(data: bytes, chance: random.Random) -> bytes:
    """Some bytes changed, a piece left out, or the end cut off."""
    changed = bytearray(data)
    for _ in range(chance.choice([1, 1, 4, 40])):
        at = chance.randrange(len(changed))
        kind = chance.randrange(4)
        if kind == 0:
            changed[at] = chance.choice([0, 255, chance.randrange(256)])
        elif kind == 1:
            changed[at : at + 4] = chance.randbytes(4)
        elif kind == 2 and len(changed) > 40:
            del changed[at : at + chance.randrange(1, 20)]
        elif len(changed) > 40 and chance.random() < 0.2:
            del changed[max(20, at) :]
    return bytes(changed)


@pytest.fixture(scope="module")
def dictionary():
    return load_dictionary()


def codes(path, dictionary) -> set[str]:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        report = validate(
            read_cif(path), dictionary, select=["ARC", "INT"],
            archives=make_archives(images="all"),
        )  # fmt: skip
    assert "INT001" not in {f.code for f in report.findings}, report.findings
    return {f.code for f in report.findings}


@pytest.mark.parametrize("kind", FILES)
def test_files(tmp_path, dictionary, kind):
    data, form, inside = FILES[kind]
    path, chance = tmp_path / "x.cif", random.Random(kind)
    path.write_text(f"{HEAD}1 {form} image . . {inside} 1\n2 {form} image . . {inside} .\n")
    seen = set()
    for _ in range(ROUNDS):
        (tmp_path / "image").write_bytes(damaged(data, chance))
        seen |= codes(path, dictionary)
    assert "ARC006" in seen


@pytest.mark.parametrize("kind", SUFFIXES)
def test_archives(tmp_path, dictionary, kind):
    members = {f"{name}.x": data for name, (data, _, _) in FILES.items()}
    data = pack(tmp_path / "scan", kind, members).read_bytes()
    path, chance = tmp_path / "x.cif", random.Random(kind)
    rows = "".join(
        f"{n} {form} scan ? {name}.x {inside} 1\n"
        for n, (name, (_, form, inside)) in enumerate(FILES.items())
    )
    path.write_text(HEAD + rows)
    seen = set()
    for _ in range(ROUNDS):
        (tmp_path / "scan").write_bytes(damaged(data, chance))
        seen |= codes(path, dictionary)
    assert seen & {"ARC002", "ARC005", "ARC006"}
