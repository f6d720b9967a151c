"""A hundred thousand rows are a matter of columns."""

from __future__ import annotations

from pathlib import Path

import pytest

from imgcif_map import load_dictionary, make_archives, validate
from imgcif_map.cif.document import Document
from imgcif_map.cif.reader import read_cif
from tests.support.patience import ends

ROWS = 100_000


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One HDF5 file of so many frames."""
    import h5py

    made = tmp_path_factory.mktemp("many")
    with h5py.File(made / "scan.h5", "w") as file:
        file.create_dataset("data", (ROWS, 3, 4), "u2", chunks=(1000, 3, 4))
    return made


def document(folder: Path, row: str) -> Document:
    parts = [
        "data_x\nloop_\n_array_data_external_data.id\n_array_data_external_data.format\n"
        "_array_data_external_data.uri\n_array_data_external_data.path\n"
        "_array_data_external_data.frame\n",
        *(row.format(n) for n in range(1, ROWS + 1)),
        "loop_\n_array_data.array_id\n_array_data.binary_id\n_array_data.external_data_id\n",
        *(f"1 {n} {n}\n" for n in range(1, ROWS + 1)),
        "loop_\n_diffrn_data_frame.id\n_diffrn_data_frame.array_id\n_diffrn_data_frame.binary_id\n",
        *(f"F{n} 1 {n}\n" for n in range(1, ROWS + 1)),
        "loop_\n_diffrn_scan_frame.frame_id\n_diffrn_scan_frame.scan_id\n",
        *(f"F{n} S{n % 3}\n" for n in range(1, ROWS + 1)),
    ]
    path = folder / "many.cif"
    path.write_text("".join(parts))
    return read_cif(path)


@pytest.mark.parametrize(
    ("row", "codes"),
    [
        ("{0} HDF5 scan.h5 /data {0}\n", []),
        ("{0} HDF5 scan.h5 /data 9{0}\n", [("ARC010", ROWS - 9999)]),
        ("{0} CBF https://example.org/img_{0}.cbf . .\n", [("ARC001", ROWS)]),
    ],
)
def test_rows(folder, row, codes):
    read = document(folder, row)
    dictionary = load_dictionary()
    with ends():
        found = validate(read, dictionary, select=["ARC"], archives=make_archives()).findings
    assert [(f.code, f.count) for f in found] == codes
    assert all(len(f.positions) == 10 for f in found)
