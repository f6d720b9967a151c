"""Writes a tree as a NeXus file (HDF5). The only module that writes HDF5."""

from __future__ import annotations

from typing import Any

import numpy as np

from imgcif_map.targets.tree import Field, Link, Tree
from imgcif_map.version import VERSION

NX_CLASS = "NX_class"
CREATOR = "imgcif-map"
"""Overlays that correct what a writer did wrong ask whether it was another one."""


def nexus_bytes(tree: Tree) -> bytes:
    """The file as bytes: equal trees give equal bytes. Pixels are linked to, so it is small."""
    import h5py

    with h5py.File(
        "out.nxs", "w", driver="core", backing_store=False, track_order=True, libver="v110"
    ) as file:
        file.attrs[NX_CLASS] = "NXroot"
        file.attrs["creator"] = CREATOR
        file.attrs["creator_version"] = VERSION
        for path, nx_class in tree.groups.items():
            file.require_group(path).attrs[NX_CLASS] = nx_class
        for path, node in tree.nodes.items():
            _put(file, path, node)
        for path, attributes in tree.attributes.items():
            for name, value in attributes.items():
                file[path].attrs[name] = _plain(value)
        file.flush()
        return bytes(file.id.get_file_image())


def _put(file: Any, path: str, node: Field | Link) -> None:
    import h5py

    if isinstance(node, Link):
        linked = h5py.ExternalLink(node.file, node.path) if node.file else h5py.SoftLink(node.path)
        file[path] = linked
        return
    dataset = file.create_dataset(path, data=_plain(node.value), track_times=False)
    for name, value in node.attributes.items():
        dataset.attrs[name] = _plain(value)


def _plain(value: Any) -> Any:
    """As h5py takes it: lists of text as variable-length strings."""
    import h5py

    array = np.asarray(value)
    if array.ndim and array.dtype.kind in "UO":
        return np.array(array.astype(object), dtype=h5py.string_dtype())
    return value
