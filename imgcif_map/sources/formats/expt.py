"""DIALS experiment lists (``.expt``, JSON) as a tree of records.

The tree is the file's, with three things made easy to follow: an experiment's numbers
(``beam: 0``) are links to the models they mean; a goniometer has its axes as records below
``axis``, from the sample outwards, however it is written; an image set has its files
without the folders of somebody's computer. Source: dxtbx, serialisation of experiments.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import Any

import numpy as np

from imgcif_map.errors import UnreadableInput
from imgcif_map.sources.formats.jsontree import read_json, tree
from imgcif_map.sources.given import LinkRecord
from imgcif_map.sources.plainsource import PlainSource
from imgcif_map.sources.record import TreeRecord

MODELS = ("beam", "detector", "goniometer", "scan", "imageset", "crystal", "profile")
_AXIS = "omega"
"""Name of the axis of a goniometer that names none."""


def open_file(path: Path, allow_dirs: Any = ()) -> PlainSource:
    """Open an experiment list; raises UnreadableInput."""
    content = read_json(path)
    if not isinstance(content, dict) or not isinstance(content.get("experiment"), list):
        raise UnreadableInput(f"{path} is not an experiment list", hint="a file of dials.import")
    root = tree("", content, str(path))
    _link_experiments(root)
    list(_models(root, "detector"))
    for goniometer in _models(root, "goniometer"):
        _add_axes(goniometer)
    for imageset in _models(root, "imageset"):
        _add_files(imageset)
    return PlainSource("expt", path, root)


def known_keys() -> tuple[str, ...]:
    """What an experiment has besides the keys of the file."""
    axis = ("angle", "depends_on", "name", "scanned", "vector")
    return (
        *(f"{model}/number" for model in ("detector", "goniometer", "imageset", "scan")),
        *(f"goniometer/axis/*/{name}" for name in axis),
        "imageset/file_template",
        "imageset/files",
    )


def _models(root: TreeRecord, name: str) -> Iterator[TreeRecord]:
    models = root.child(name)
    for number, model in enumerate(models.children() if models is not None else ()):
        if isinstance(model, TreeRecord):
            model.nodes.setdefault("number", TreeRecord("number", model, number, file=root.file))
            yield model


def _link_experiments(root: TreeRecord) -> None:
    for experiment in _models(root, "experiment"):
        for name in MODELS:
            index = experiment.child(name)
            if not isinstance(index, TreeRecord):
                continue
            if isinstance(index.value, int):
                experiment.nodes[name] = LinkRecord(name, experiment, f"/{name}/{index.value}")
            else:
                del experiment.nodes[name]


def _add_axes(goniometer: TreeRecord) -> None:
    """Axes from the sample outwards: name, vector (3,), angle in degrees, whether it scans."""
    axes, names = _value(goniometer, "axes"), _value(goniometer, "names")
    angles, scanned = _value(goniometer, "angles"), _value(goniometer, "scan_axis")
    if axes is None:
        vector = _value(goniometer, "rotation_axis")
        if vector is None:
            return
        setting = _value(goniometer, "setting_rotation")
        if setting is not None and np.size(setting) == 9:
            vector = np.reshape(setting, (3, 3)) @ np.asarray(vector)
        axes, names, angles, scanned = [vector], [_AXIS], [0.0], 0
    vectors = np.reshape(np.asarray(axes, dtype=np.float64), (-1, 3))
    named = [names] if isinstance(names, str) else list(names if names is not None else ())
    named += [f"axis_{number}" for number in range(len(named), len(vectors))]
    settings = np.resize(np.asarray(angles if angles is not None else 0.0), len(vectors))
    below = goniometer.add(TreeRecord("axis", file=goniometer.file))
    for number, vector in enumerate(vectors):
        axis = below.add(TreeRecord(str(number), file=goniometer.file))
        axis.add(TreeRecord("name", value=str(named[number]), file=goniometer.file))
        axis.add(TreeRecord("vector", value=vector, file=goniometer.file))
        axis.add(TreeRecord("scanned", value=int(number == scanned), file=goniometer.file))
        axis.add(TreeRecord("angle", None, float(settings[number]), "degrees"))
        axis.nodes["angle"].parent = axis
        if number + 1 < len(vectors):
            outer = LinkRecord("depends_on", axis, f"{below.path}/{number + 1}")
            axis.nodes["depends_on"] = outer


def _add_files(imageset: TreeRecord) -> None:
    """``file_template`` and ``files``: names as seen from the folder of the images."""
    template = _value(imageset, "template")
    if isinstance(template, str) and template:
        name = PurePosixPath(template.replace("\\", "/")).name
        imageset.add(TreeRecord("file_template", value=name, file=imageset.file))
    images = _value(imageset, "images")
    names = [images] if isinstance(images, str) else images
    if names is not None and all(isinstance(name, str) for name in names):
        files = np.empty(len(names), dtype=object)
        files[:] = _relative([PurePosixPath(name.replace("\\", "/")) for name in names])
        value = files if len(files) > 1 else files[0]
        imageset.add(TreeRecord("files", value=value, file=imageset.file))


def _relative(paths: list[PurePosixPath]) -> list[str]:
    shared = paths[0].parent.parts
    for path in paths[1:]:
        same = (a == b for a, b in zip(shared, path.parent.parts, strict=False))
        shared = shared[: next((i for i, equal in enumerate(same) if not equal), len(shared))]
        shared = shared[: len(path.parent.parts)]
    return ["/".join(path.parts[len(shared) :]) for path in paths]


def _value(record: TreeRecord, name: str) -> Any:
    child = record.nodes.get(name)
    return child.value if isinstance(child, TreeRecord) else None
