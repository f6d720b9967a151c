"""Every NXmx node is mapped, structure, a declared gap or ignored with a reason."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from imgcif_map.dictionary.load import load_dictionary
from imgcif_map.dictionary.model import Dictionary
from imgcif_map.mapping.engine.rowcells import spelled as spellings
from imgcif_map.mapping.engine.run import Engine
from imgcif_map.mapping.functions import load_functions
from imgcif_map.mapping.library import Library
from imgcif_map.mapping.model import Mapping
from imgcif_map.resources import mapping_paths
from imgcif_map.sources.record import Record
from imgcif_map.sources.registry import open_source

from .all_nodes import build

NODES: dict[str, str] = yaml.safe_load(
    (Path(__file__).parent / "nxmx_nodes.yaml").read_text(encoding="utf-8")
)


@pytest.fixture(scope="module")
def dictionary() -> Dictionary:
    return load_dictionary("cif_img.dic")


@pytest.fixture(scope="module")
def mapping() -> Mapping:
    library = Library(mapping_paths(), load_functions())
    return library.compose(library.file("nxmx"))


@pytest.fixture(scope="module")
def engine(
    tmp_path_factory: pytest.TempPathFactory, mapping: Mapping, dictionary: Dictionary
) -> Iterator[Engine]:
    folder = tmp_path_factory.mktemp("nxmx")
    with (
        open_source(build(folder / "two.h5")) as two,
        open_source(build(folder / "one.h5", modules=1)) as one,
    ):
        engine = Engine(mapping, (two.root, one.root), dictionary, load_functions())
        assert len(engine.run()) == 2
        yield engine


def nodes_at(root: Record, path: str) -> list[Record]:
    """The records an NXDL path such as ``/NXentry/NXdata/data@units`` means."""
    path, _, attribute = path.partition("@")
    found = [root]
    for step in path.strip("/").split("/"):
        name, _, nx_class = step.rpartition(":")
        wanted = nx_class if name else step
        by_class = wanted.startswith("NX")
        found = [
            child
            for record in found
            for child in record.children()
            if (child.nx_class == wanted if by_class else child.name == wanted)
        ]
    if attribute:
        found = [a for record in found if (a := record.attribute(attribute)) is not None]
    return found


@pytest.mark.parametrize(("path", "handling"), NODES.items())
def test_each_node_is_taken_care_of(path: str, handling: str, engine: Engine) -> None:
    found = [nodes_at(root, path) for root in engine.roots]
    assert all(found), f"the test files lack {path}"
    gaps = {f.location.source for f in engine.gaps.findings() if f.name == "no-target"}
    if handling == "gap":
        assert all(record.path in gaps for records in found for record in records)
    elif handling == "mapped" and found[0][0].is_leaf:
        used = [all(r.identity in engine.touched for r in records) for records in found]
        assert any(used), "neither with one module nor with two"


def test_nothing_is_left_over(engine: Engine) -> None:
    left = [f.message for f in engine.gaps.findings() if f.name == "unmapped-source"]
    assert left == []


def test_the_list_is_the_application_definition(shared: Path) -> None:
    with (shared / "facts" / "nxmx_to_imgcif.csv").open(encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if row["source"] == "NXmx"]
    assert list(NODES) == [row["nxmx_path"] for row in rows]


def test_each_raw_data_item_is_produced_or_has_no_source(
    mapping: Mapping, dictionary: Dictionary, root: Path
) -> None:
    summaries = yaml.safe_load((root / "dictionaries" / "summaries.yaml").read_text("utf-8"))
    names = summaries.get("items", summaries)
    assert len(names) == 240
    known = produced(mapping, dictionary)
    listed = {_id(dictionary, entry.name) for entry in mapping.no_source}
    assert all(entry.because for entry in mapping.no_source)
    assert {n for n in names if _id(dictionary, n) not in known | listed} == set()


def produced(mapping: Mapping, dictionary: Dictionary) -> set[str]:
    """Data names the mapping can write: its items, and keys that fill themselves."""
    found = {
        _id(dictionary, f"_{category.name}.{spelled}")
        for category in mapping.categories.values()
        for part in category.parts
        for name, value in part.items.items()
        if value.picks
        for spelled in spellings(name)
    }
    for category in mapping.categories:
        known = dictionary.category(category)
        for key in known.keys if known is not None else ():
            definition = dictionary.item(key)
            parent = dictionary.item(definition.linked_item or "") if definition else None
            if parent is not None and (
                parent.category in ("diffrn", "diffrn_detector")
                or parent.category == "diffrn_measurement"
            ):
                found.add(_id(dictionary, key))
    return found


def _id(dictionary: Dictionary, name: str) -> str:
    definition = dictionary.item(name)
    assert definition is not None, name
    return definition.id
