"""A file with every node of NXmx: nothing that imgCIF holds is lost on the way back."""

from __future__ import annotations

from pathlib import Path

import h5py
import numpy as np

from tests.reverse.nxdl import Definitions
from tests.reverse.there_and_back import Trip, different

BEAM = "entry/instrument/beam"


def test_the_imgcif_is_the_same(every_node: Trip) -> None:
    assert different(*every_node.blocks, tolerance=1e-12) == {}


def test_only_the_remark_on_the_conversion_has_no_place(every_node: Trip) -> None:
    [finding] = every_node.back.findings
    assert (finding.code, finding.location.item) == ("GAP003", "_audit.creation_method")
    assert not every_node.back.fails


def test_values_are_those_of_the_source(every_node: Trip) -> None:
    """Field by field, in the units that are written; what is a mean stays one."""
    with h5py.File(every_node.path) as back, h5py.File(every_node.source) as source:
        detector = back["entry/instrument"]
        [name] = [n for n in detector if detector[n].attrs.get("NX_class") == "NXdetector"]
        ours, theirs = detector[name], source["entry/instrument/detector"]
        for field in ("saturation_value", "underload_value", "bit_depth_readout", "distance"):
            assert ours[field][()] == theirs[field][()], field
        for field in ("description", "gain_setting", "sensor_material", "type"):
            assert ours[field].asstr()[()] == theirs[field].asstr()[()], field
        for field in ("flatfield_applied", "pixel_mask_applied", "distance_derived"):
            assert bool(ours[field][()]) == bool(theirs[field][()]), field
        stokes = source[f"{BEAM}/incident_polarization_stokes"][()]
        np.testing.assert_allclose(back[f"{BEAM}/incident_polarization_stokes"][()], stokes)
        for field in ("data_scaling_factor", "data_offset"):
            assert back[f"entry/data/{field}"][()] == source[f"entry/data/{field}"][()]
        assert np.isnan(back[f"{BEAM}/incident_beam_size"][1])


def test_it_is_valid_nxmx(every_node: Trip, shared: Path) -> None:
    definitions = Definitions(shared / "nexus")
    with h5py.File(every_node.path) as file:
        assert file.attrs["default"] == "entry"
        assert definitions.problems(file["entry"]) == []


def test_the_check_against_nxdl_sees_faults(every_node: Trip, shared: Path, tmp_path: Path) -> None:
    path = tmp_path / "wrong.nxs"
    path.write_bytes(every_node.path.read_bytes())
    with h5py.File(path, "r+") as file:
        del file["entry/start_time"]
        file["entry/instrument/beam/incident_wavelength"].attrs["units"] = "s"
        file["entry/sample/nonsense"] = 1
        del file["entry/source/probe"]
        file["entry/source/probe"] = "gravity"
        del file[f"{BEAM}/profile"]
        file[f"{BEAM}/profile"] = 1.0
        del file["entry/instrument/name"]
        problems = " ".join(Definitions(shared / "nexus").problems(file["entry"]))
    for word in ("start_time is missing", "'s' is no unit", "nonsense", "'gravity' is none",
                 "profile: float64", "name is missing"):  # fmt: skip
        assert word in problems


def test_attributes_that_axes_have_to_have(every_node: Trip) -> None:
    """What NXmx asks of pixel directions and module_offset, and NXtransformations of axes."""
    wanted = {"transformation_type", "vector", "offset", "offset_units", "depends_on", "units"}
    seen = 0
    with h5py.File(every_node.path) as file:

        def look(name: str, node: h5py.HLObject) -> None:
            nonlocal seen
            if "transformation_type" in node.attrs:
                seen += 1
                assert wanted <= set(node.attrs), name
                carrier = node.attrs["depends_on"]
                assert carrier == "." or carrier in file, name

        file["entry"].visititems(look)
    assert seen >= 5


def test_the_same_bytes_again(every_node: Trip) -> None:
    from imgcif_map.reverse import to_nexus

    cif = every_node.path.with_name(f"{every_node.source.stem}.cif")
    assert to_nexus(cif, folder=cif.parent).content == every_node.path.read_bytes()
