"""HDF5 masters as nobody should write them: each case damages a sound NXmx file."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import h5py
import numpy as np

DETECTOR = "entry/instrument/detector"
MODULE = f"{DETECTOR}/module_0"
OMEGA = "entry/sample/transformations/omega"
Z = f"{DETECTOR}/transformations/z"
WAVELENGTH = "entry/instrument/beam/incident_wavelength"

Damage = Callable[[Any], None]


def value(path: str, data: Any, keep: bool = True) -> Damage:
    """A node's value is another one; its attributes stay."""

    def change(file: Any) -> None:
        attributes = dict(file[path].attrs) if keep else {}
        del file[path]
        file[path] = data
        file[path].attrs.update(attributes)

    return change


def group(path: str) -> Damage:
    """A data set is a group."""

    def change(file: Any) -> None:
        del file[path]
        file.create_group(path)["x"] = 1

    return change


def attribute(path: str, name: str, data: Any) -> Damage:
    """An attribute's value is another one."""

    def change(file: Any) -> None:
        file[path].attrs[name] = data

    return change


def declared(path: str, shape: tuple[int, ...], dtype: Any = "u2", **options: Any) -> Damage:
    """A data set of any size, of which nothing was ever written."""

    def change(file: Any) -> None:
        attributes = dict(file[path].attrs) if path in file else {}
        if path in file:
            del file[path]
        made = file.create_dataset(path, shape, dtype, **options)
        made.attrs.update(attributes)

    return change


def link(path: str, target: Any) -> Damage:
    """A node is a link."""

    def change(file: Any) -> None:
        if path in file:
            del file[path]
        file[path] = target

    return change


def external_storage(file: Any) -> None:
    """A field whose bytes are those of a system file."""
    del file["entry/sample/name"]
    file.create_dataset("entry/sample/name", (1,), "S64", external=[("/etc/passwd", 0, 64)])


def virtual(name: str, frames: int = 3, declared_frames: int | None = None) -> Damage:
    """The images are a virtual data set over another file."""

    def change(file: Any) -> None:
        del file["entry/data/data"]
        layout = h5py.VirtualLayout((declared_frames or frames, 20, 30), "u2")
        layout[:frames] = h5py.VirtualSource(name, "/entry/data/data", (frames, 20, 30))
        file["entry/data"].create_virtual_dataset("data", layout)

    return change


def huge_text(file: Any) -> None:
    """One fixed-length text that says it has ten gigabytes."""
    del file["entry/title"]
    kind = h5py.h5t.C_S1.copy()
    kind.set_size(10 * 2**30)
    space = h5py.h5s.create(h5py.h5s.SCALAR)
    plist = h5py.h5p.create(h5py.h5p.DATASET_CREATE)
    plist.set_fill_time(h5py.h5d.FILL_TIME_NEVER)
    plist.set_alloc_time(h5py.h5d.ALLOC_TIME_LATE)
    plist.set_layout(h5py.h5d.CONTIGUOUS)
    h5py.h5d.create(file["entry"].id, b"title", kind, space, plist)


def nested(file: Any) -> None:
    """Groups in groups in groups."""
    at = file["entry/sample"]
    for _ in range(3000):
        at = at.create_group("g")
        at.attrs["NX_class"] = "NXtransformations"


def many(file: Any) -> None:
    """Thousands of groups and fields beside each other."""
    for number in range(3000):
        made = file["entry/instrument"].create_group(f"detector_{number}")
        made.attrs["NX_class"] = "NXcollection"
        made["x"] = number


def everything_text(file: Any) -> None:
    """Every number of the file is a text."""
    for path in _datasets(file):
        if file[path].dtype.kind in "iuf":
            value(path, "many", keep=True)(file)


def everything_nan(file: Any) -> None:
    """Every float is not a number."""
    for path in _datasets(file):
        if file[path].dtype.kind == "f":
            file[path][...] = np.nan


def everything_empty(file: Any) -> None:
    """Every data set has no elements."""
    for path in _datasets(file):
        value(path, np.zeros((0,)))(file)


def everything_compound(file: Any) -> None:
    """Every data set is a table."""
    for path in _datasets(file):
        value(path, np.zeros(2, dtype=[("a", "f4"), ("b", "S3")]))(file)


def all_attributes(data: Any) -> Damage:
    """Every attribute of every axis is something else; classes and units stay."""

    def change(file: Any) -> None:
        for path in _datasets(file):
            for name in list(file[path].attrs):
                if name != "units":
                    file[path].attrs[name] = data

    return change


def swapped(file: Any) -> None:
    """Every group of a class is a data set with that class."""
    for path in ("entry/sample/transformations", f"{DETECTOR}/transformations", MODULE):
        kept = dict(file[path].attrs)
        del file[path]
        file[path] = 1.0
        file[path].attrs.update(kept)


def classes(data: Any) -> Damage:
    """Every NX_class is something else."""

    def change(file: Any) -> None:
        paths: list[str] = []
        file.visit(lambda p: paths.append(p) if isinstance(file[p], h5py.Group) else None)
        for path in paths:
            file[path].attrs["NX_class"] = data

    return change


def _datasets(file: Any) -> list[str]:
    paths: list[str] = []
    file.visititems(lambda p, o: paths.append(p) if isinstance(o, h5py.Dataset) else None)
    return [path for path in paths if path != "entry/definition"]


DAMAGES: dict[str, Damage] = {
    "text for a number": value(WAVELENGTH, "one"),
    "text for an axis setting": value(OMEGA, "start"),
    "text for the size of a module": value(f"{MODULE}/data_size", "20 x 30"),
    "number for a text": value("entry/sample/name", 5),
    "number for a date": value("entry/start_time", 20240506.0),
    "group for a number": group(WAVELENGTH),
    "group for an axis": group(OMEGA),
    "group for the images": group("entry/data/data"),
    "data set for a group": swapped,
    "compound value": value(WAVELENGTH, np.zeros(1, dtype=[("a", "f8"), ("b", "i4")])),
    "complex value": value(WAVELENGTH, 1 + 1j),
    "reference": lambda f: (f.__delitem__(WAVELENGTH), f.__setitem__(WAVELENGTH, f.ref)),
    "opaque value": value(WAVELENGTH, np.void(b"abc")),
    "class an integer": attribute(DETECTOR, "NX_class", 7),
    "all classes integers": classes(7),
    "all classes the same": classes("NXdetector"),
    "all classes NXentry": classes("NXentry"),
    "class a list": attribute(DETECTOR, "NX_class", ["NXdetector", "NXsample"]),
    "class of a megabyte": attribute(DETECTOR, "NX_class", "N" * 60000),
    "depends_on a number": attribute(OMEGA, "depends_on", 3),
    "depends_on a list": attribute(OMEGA, "depends_on", ["a", "b"]),
    "depends_on an empty text": attribute(OMEGA, "depends_on", ""),
    "depends_on nowhere": attribute(OMEGA, "depends_on", "/entry/none"),
    "depends_on a group": attribute(OMEGA, "depends_on", "/entry/sample"),
    "depends_on another file": attribute(OMEGA, "depends_on", "../../../../../etc/passwd"),
    "depends_on of the sample a number": value("entry/sample/depends_on", 1.5),
    "depends_on of the detector nowhere": value(f"{DETECTOR}/depends_on", "nothing"),
    "depends_on itself": attribute(OMEGA, "depends_on", "/" + OMEGA),
    "depends_on in a circle": lambda f: (
        f[OMEGA].attrs.__setitem__("depends_on", "/entry/sample/transformations/phi"),
        f.__setitem__("entry/sample/transformations/phi", 1.0),
        f["entry/sample/transformations/phi"].attrs.update(dict(f[OMEGA].attrs)),
        f["entry/sample/transformations/phi"].attrs.__setitem__("depends_on", "/" + OMEGA),
    ),
    "depends_on in a circle across groups": lambda f: (
        f[OMEGA].attrs.__setitem__("depends_on", "/" + Z),
        f[Z].attrs.__setitem__("depends_on", "/" + OMEGA),
    ),
    "module depends on itself": attribute(
        f"{MODULE}/module_offset", "depends_on", f"/{MODULE}/fast_pixel_direction"
    ),
    "sample depends on the detector": attribute(OMEGA, "depends_on", "/" + Z),
    "vector of two": attribute(OMEGA, "vector", [1.0, 0.0]),
    "vector of six": attribute(OMEGA, "vector", np.ones((2, 3))),
    "vector of nan": attribute(OMEGA, "vector", [np.nan] * 3),
    "vector of zeros": attribute(OMEGA, "vector", [0.0] * 3),
    "vector of infinity": attribute(OMEGA, "vector", [np.inf, 0, 0]),
    "tiny vector": attribute(OMEGA, "vector", [1e-310, 0, 0]),
    "vector of text": attribute(OMEGA, "vector", "x y z"),
    "all vectors zero": lambda f: [
        attribute(path, "vector", np.zeros(3))(f)
        for path in _datasets(f)
        if "vector" in f[path].attrs
    ],
    "fast along slow": attribute(f"{MODULE}/slow_pixel_direction", "vector", [-1.0, 0, 0]),
    "all attributes numbers": all_attributes(1.5),
    "all attributes texts": all_attributes("nothing of use"),
    "all attributes lists": all_attributes(np.zeros((2, 2))),
    "offset of two": attribute(f"{MODULE}/module_offset", "offset", [1.0, 2.0]),
    "unknown kind of axis": attribute(OMEGA, "transformation_type", "wobble"),
    "unknown unit": attribute(OMEGA, "units", "furlong per fortnight"),
    "wrong unit": attribute(OMEGA, "units", "mm"),
    "unit a number": attribute(OMEGA, "units", 12),
    "no frames": declared("entry/data/data", (0, 20, 30)),
    "frames of no pixels": declared("entry/data/data", (3, 0, 30)),
    "no settings": value(OMEGA, np.zeros(0)),
    "settings in two dimensions": value(OMEGA, np.zeros((3, 3))),
    "one-dimensional images": declared("entry/data/data", (60,)),
    "five-dimensional images": declared("entry/data/data", (3, 2, 2, 20, 30)),
    "negative size": value(f"{MODULE}/data_size", [-20, -15]),
    "zero size": value(f"{MODULE}/data_size", [0, 0]),
    "huge module": value(f"{MODULE}/data_size", [2**62, 2**62]),
    "three sizes": value(f"{MODULE}/data_size", [1, 20, 15]),
    "infinite wavelength": value(WAVELENGTH, np.inf),
    "negative wavelength": value(WAVELENGTH, [-1.0, 0.0]),
    "nothing but nan": everything_nan,
    "nothing but text": everything_text,
    "nothing but empty": everything_empty,
    "nothing but compound": everything_compound,
    "empty file": lambda f: f.__delitem__("entry"),
    "empty entry": lambda f: (f.__delitem__("entry"), f.create_group("entry")),
    "external link outside": link("entry/sample/name", h5py.ExternalLink("/etc/passwd", "/")),
    "external link upwards": link(
        "entry/sample/name", h5py.ExternalLink("../../../../../../etc/passwd", "/x")
    ),
    "external link to itself": link(
        "entry/sample/name", h5py.ExternalLink("hostile.h5", "/entry/sample/name")
    ),
    "external link to a group of itself": link(
        "entry/sample/again", h5py.ExternalLink("hostile.h5", "/entry")
    ),
    "soft link to itself": link("entry/sample/name", h5py.SoftLink("/entry/sample/name")),
    "soft link upwards": link("entry/sample/again", h5py.SoftLink("/")),
    "hard link upwards": lambda f: f.__setitem__("entry/sample/again", f["/"]),
    "two entries, one group": lambda f: f.__setitem__("entry2", f["entry"]),
    "external storage": external_storage,
    "virtual data set outside": virtual("/etc/passwd"),
    "virtual data set of itself": virtual("hostile.h5"),
    "virtual data set without sources": virtual("missing.h5"),
    "virtual data set of a billion frames": virtual("missing.h5", 3, 10**9),
    "virtual source of a billion frames": virtual("missing.h5", 10**9),
    "virtual source of thirty million frames": virtual("missing.h5", 3 * 10**7),
    "text of ten gigabytes": huge_text,
    "billion frames": declared("entry/data/data", (10**9, 20, 30), chunks=(1, 20, 30)),
    "sixty million pixels across": declared(
        "entry/data/data", (3, 6 * 10**7, 6 * 10**7), chunks=(1, 1000, 1000)
    ),
    "billion settings": declared(OMEGA, (10**9,), "f8", chunks=(10**6,)),
    "ten million settings": declared(OMEGA, (10**7,), "f4", chunks=(10**6,)),
    "huge mask": declared(f"{DETECTOR}/pixel_mask", (10**6, 10**6), "i4", chunks=(1000, 1000)),
    "deeply nested groups": nested,
    "thousands of groups": many,
    "control characters": value("entry/sample/name", "a\x1b[31mred\x07\nnext\rend"),
    "line that ends a text": value("entry/sample/name", "one\n;\ndata_evil\n_audit.x 1\n;"),
    "long line": value("entry/sample/name", "x" * 5000),
    "both quotes": value("entry/sample/name", "a'b\"c ''' \"\"\" \\ # $ [ ] { } _x data_y"),
    "lone surrogates": value("entry/sample/name", np.bytes_(b"\xed\xa0\x80\xff\xfe")),
    "name of a null": value("entry/sample/name", "?"),
    "unicode everywhere": value("entry/sample/name", "thaumatin \u0416 \U0001f52c \u202e"),
}  # fmt: skip
