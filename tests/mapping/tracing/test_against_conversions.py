"""What a conversion took is what tracing foretold: every origin of every value."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from imgcif_map import convert
from imgcif_map.dictionary.load import load_dictionary
from imgcif_map.dictionary.model import Dictionary
from imgcif_map.mapping.engine.run import Engine
from imgcif_map.mapping.functions import load_functions
from imgcif_map.mapping.library import Library
from imgcif_map.mapping.tracing.links import trace
from imgcif_map.resources import mapping_paths
from imgcif_map.sources.record import Record
from imgcif_map.sources.registry import open_source
from tests.mapping.coverage.all_nodes import build
from tests.support.make_minicbf import scan

MADE = re.compile(r"^/(images|flat|mount)\b")
"""Records that functions make; what they are made of is in their functions."""


@pytest.fixture(scope="module")
def dictionary() -> Dictionary:
    return load_dictionary("cif_img.dic")


@pytest.fixture(scope="module")
def library() -> Library:
    return Library(mapping_paths(), load_functions())


def by_class(root: Record, path: str) -> str:
    """A path in a file with classes for groups, as the application definition has them."""
    path, at, attribute = path.partition("@")
    steps, record = [], root
    for name in path.strip("/").split("/"):
        child = record.child(name)
        if child is None:
            return path
        record = child
        steps.append(record.nx_class or name)
    text = "/" + "/".join(steps) + at + attribute
    return re.sub(r"NXtransformations/\w+", "NXtransformations/AXISNAME", text)


def foretold(library: Library, name: str, dictionary: Dictionary) -> set[tuple[str, str]]:
    found = trace(library.compose(library.file(name)))
    items = {link.item: dictionary.item(link.item) for link in found.links}
    return {(items[x.item].id, x.spot.path) for x in found.links}


def test_a_nexus_file_with_every_node(tmp_path: Path, library: Library, dictionary: Dictionary):
    known = foretold(library, "nxmx", dictionary)
    mapping = library.compose(library.file("nxmx"))
    two, one = build(tmp_path / "two.h5"), build(tmp_path / "one.h5", modules=1)
    with open_source(two) as first, open_source(one) as second:
        engine = Engine(mapping, (first.root, second.root), dictionary, load_functions())
        taken = {
            (trail.item, by_class(root, origin.path), trail.functions)
            for block in engine.run()
            for trail, _ in block.provenance.trails
            for origin in trail.origins
            for root in (first.root if Path(origin.file).name == "two.h5" else second.root,)
        }
    # an offset folded by mount() has the pixels' axis as its origin, not the offsets
    folded = {("to_frame",), ("unit_vector", "to_frame")}
    surprising = {
        (item, path)
        for item, path, functions in taken
        if (item, path) not in known and not MADE.match(path)
        if not (functions in folded and path.endswith("_pixel_direction"))
    }
    assert surprising == set()
    assert len({(item, path) for item, path, _ in taken}) > 120


def test_image_headers(tmp_path: Path, library: Library, dictionary: Dictionary):
    known = foretold(library, "minicbf", dictionary)
    scan(tmp_path, 3)
    (block,) = convert(tmp_path).provenance["blocks"]
    taken = {
        (column["item"], re.sub(r"^/scan/[^/]+", "/scan/*", source["path"]))
        for column in block["columns"]
        for source in column.get("sources", ())
    }
    assert {entry for entry in taken - known if not MADE.match(entry[1])} == set()
    assert len(taken) > 20
