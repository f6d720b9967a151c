"""What the packaged dictionaries say, checked at points where a mistake would show."""

from __future__ import annotations

from pathlib import Path

import pytest

from imgcif_map.dictionary.compile import compile_files
from imgcif_map.dictionary.load import load_dictionary
from imgcif_map.dictionary.model import Dictionary


@pytest.fixture
def img(wheel: Path) -> Dictionary:
    assert wheel.is_dir()
    return load_dictionary("cif_img.dic")


def test_the_chain_of_imports(img: Dictionary) -> None:
    titles = [part.title for part in img.parts]
    assert titles == ["CIF_IMG", "MULTIBLOCK_DIC", "CIF_CORE", "TEMPL_ATTR", "COM_VAL"]
    assert [part.licence for part in img.parts] == ["", *["CC-BY-4.0"] * 4]
    assert img.problems == ()
    heads = [x.id for x in img.categories.values() if x.category_class == "Head"]
    assert heads == ["cif_img_head"]
    assert img.categories["cell"].parent == "diffrn"
    assert img.categories["cell"].origin == "MULTIBLOCK_DIC"
    assert img.categories["diffraction"].parent == "cif_img_head"
    assert img.categories["diffraction"].origin == "CIF_CORE"


def test_every_category_hangs_on_the_head(img: Dictionary) -> None:
    for category in img.categories.values():
        steps, current = 0, category
        while current.id != "cif_img_head":
            current, steps = img.categories[current.parent], steps + 1
            assert steps < 20
    assert all(x.category in img.categories for x in img.definitions.values())


def test_items_of_imgcif(img: Dictionary) -> None:
    vector = img.definitions["_axis.vector[1]"]
    assert (vector.category, vector.object_id, vector.default) == ("axis", "vector_1_", "0.0")
    assert img.categories["axis"].keys == ("_axis.id", "_axis.equipment")
    identifier = img.definitions["_array_structure.id"]
    assert identifier.default == "1"
    archive = img.definitions["_array_data_external_data.archive_format"]
    assert archive.states == ("ZIP", "TGZ", "TBZ", ".")
    assert img.definitions["_array_element_size.size"].units == "metres"
    assert img.definitions["_array_structure_list.index"].range == (1.0, None)


def test_the_more_special_dictionary_wins(img: Dictionary) -> None:
    assert img.categories["diffrn_radiation"].keys == ("_diffrn_radiation.diffrn_id",)
    assert img.categories["diffrn_radiation"].origin == "CIF_IMG"
    # A fault of the dictionaries, kept as it is: the key it links to is hidden.
    link = img.definitions["_diffrn_radiation_wavelength.radiation_id"]
    assert link.linked_item == "_diffrn_radiation.id"


def test_templates_are_carried_into_the_definitions(img: Dictionary) -> None:
    angle = img.definitions["_cell.angle_alpha"]
    assert (angle.contents, angle.units, angle.range) == ("Real", "degrees", (0.0, 180.0))
    assert angle.origin == "CIF_CORE"
    number = img.definitions["_atom_type.atomic_number"]
    assert number.def_index_ids == ("_atom_type.element_symbol",)
    assert number.defaults[("Fe",)] == "26"
    deviation = img.definitions["_cell.angle_alpha_su"]
    assert (deviation.purpose, deviation.linked_item) == ("SU", "_cell.angle_alpha")


def test_aliases_of_core(img: Dictionary) -> None:
    wavelength = img.item("_diffrn_radiation_wavelength")
    assert wavelength is not None
    assert wavelength.id == "_diffrn_radiation_wavelength.value"
    assert len(img.alias_ids) > 1000


@pytest.mark.usefixtures("wheel")
def test_the_attributes_of_ddlm() -> None:
    ddl = load_dictionary("ddl.dic")
    assert ddl.definitions["_units.code"].states.count("millimetres") == 1
    assert ddl.definitions["_type.contents"].default == "Text"
    assert ddl.definitions["_dictionary.doi"].id == "_dictionary.DOI"
    assert ddl.categories["method"].is_loop


def test_an_import_of_a_renamed_frame_is_reported(shared: Path) -> None:
    folder = shared / "dictionaries"
    powder = compile_files([folder / "cif_pow.dic"], [folder]).dictionary
    assert powder.problems == (
        "cif_pow.dic: pd_group: cif_img.dic has no frame head; import left out",
    )
    assert "_pd_meas.number_of_points" in powder.definitions
    assert "_cell.length_a" in powder.definitions
