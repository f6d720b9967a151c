"""The way back as it is worked out from a mapping, without any file."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from imgcif_map.dictionary.load import load_dictionary
from imgcif_map.errors import MappingError, UsageError
from imgcif_map.mapping.compose import compose
from imgcif_map.mapping.engine.rowcells import spelled
from imgcif_map.mapping.functions import load_functions
from imgcif_map.mapping.functions.registry import SAME_VALUE
from imgcif_map.mapping.library import Library
from imgcif_map.mapping.lint import lint_mapping
from imgcif_map.mapping.load import load_file
from imgcif_map.mapping.quantity import Quantity
from imgcif_map.mapping.reverse.derive import reverse_plan
from imgcif_map.mapping.reverse.model import ReversePlan
from imgcif_map.mapping.reverse.page import reverse_page
from imgcif_map.resources import mapping_paths
from imgcif_map.reverse.convert import chosen_plan
from tests.support.fake_call import FakeCall

FUNCTIONS = load_functions()
INSTRUMENT = "/entry:NXentry/instrument:NXinstrument"
HEAD = """
imgcif_map: 1
id: small
source: {format: nexus}
blocks: {each: "/*:NXentry"}
frame: {fixed: [[1, 0, 0], [0, 1, 0], [0, 0, 1]]}
"""


@pytest.fixture(scope="module")
def plan() -> ReversePlan:
    return chosen_plan(Library(mapping_paths(), FUNCTIONS), FUNCTIONS, None)


def small(text: str, tmp_path) -> ReversePlan:
    path = tmp_path / "small.yaml"
    path.write_text(HEAD + text, encoding="utf-8")
    found = reverse_plan(compose([load_file(path)]), FUNCTIONS)
    assert found is not None
    return found


def test_every_data_name_of_the_mapping_has_a_fate(plan: ReversePlan) -> None:
    library = Library(mapping_paths(), FUNCTIONS)
    mapping = library.compose(library.file("nxmx"))
    items = [
        f"_{c.name}.{single}"
        for c in mapping.categories.values()
        for part in c.parts
        for name, value in part.items.items()
        if value.picks
        for single in spelled(name)
    ]
    unknown = [item for item in items if plan.fate(item).how == "no place for it is known"]
    assert len(items) > 150
    assert unknown == []


def test_declared_names_are_in_the_dictionary(plan: ReversePlan) -> None:
    """Data names, categories, functions, units of the section."""
    dictionary = load_dictionary()
    reverse = plan.reverse
    for item in (*reverse.built, *reverse.follows, *reverse.lost):
        if item.endswith(".*"):
            assert dictionary.category(item[1:-2]) is not None, item
        else:
            assert dictionary.item(item) is not None, item
    for ways in plan.fields.values():
        for way in ways:
            assert {use.name for use in way.functions} <= set(FUNCTIONS)
            for item in way.sources:
                assert item.startswith("$") or dictionary.item(item) is not None, item
    for path in (*reverse.fields, *reverse.needs, *reverse.constants):
        group = path.rpartition("/")[0]
        assert group in reverse.groups, path


@pytest.mark.parametrize(
    ("item", "kind", "target"),
    [
        ("_diffrn_source.facility", "exact", "/entry:NXentry/source:NXsource/name"),
        ("_diffrn_detector.dtime", "exact", f"{INSTRUMENT}/detector:NXdetector/dead_time"),
        ("_diffrn_radiation.beam_flux", "one of several", f"{INSTRUMENT}/beam:NXbeam/total_flux"),
        ("_diffrn_source.device", "one of several", "/entry:NXentry/source:NXsource/type"),
        ("_diffrn_radiation.probe", "exact", "/entry:NXentry/source:NXsource/probe"),
        ("_array_intensities.overload", "exact",
         f"{INSTRUMENT}/detector:NXdetector/saturation_value"),
        ("_axis.vector[2]", "structure", ""),
        ("_diffrn_measurement.method", "follows", ""),
        ("_database.dataset_DOI", "lost", ""),
        ("_cell.length_a", "lost", ""),
    ],
)  # fmt: skip
def test_fates(plan: ReversePlan, item: str, kind: str, target: str) -> None:
    fate = plan.fate(item)
    assert (fate.kind, fate.targets) == (kind, (target,) if target else ())


def test_lookups_of_several_words_give_the_first_as_it_is_written(plan: ReversePlan) -> None:
    [way] = plan.fields["/entry:NXentry/source:NXsource/type"]
    assert way.lookup["synch"] == "Synchrotron X-ray Source"
    assert way.lookup["spallation"] == "Spallation Neutron Source"
    assert not way.exact


def test_remarks_are_taken_apart(plan: ReversePlan) -> None:
    [way] = plan.fields[f"{INSTRUMENT}/detector:NXdetector/sensor_material"]
    assert way.text == ("sensor ", "", "; ")


def test_a_chain_of_functions_is_undone_in_reverse_order(tmp_path) -> None:
    plan = small(
        "items:\n  _diffrn_detector.dtime:\n"
        "    {from: 'det:NXdetector/t', fn: [add_one, negate, mean]}\n"
        "reverse:\n  groups: {'/entry:NXentry': always, '/entry:NXentry/det:NXdetector': needed}\n",
        tmp_path,
    )
    [way] = plan.fields["/entry:NXentry/det:NXdetector/t"]
    assert [use.name for use in way.functions] == ["negate", "subtract_one"]
    assert plan.fate("_diffrn_detector.dtime").kind == "one of several"


@pytest.mark.parametrize(
    ("value", "why"),
    [
        ("{from: 'det:NXdetector/t', fn: normalise_max}", ""),
        ("{from: 'slice(det:NXdetector/t, 0, 1)'}", "slice has no inverse"),
        ("{from: 'other:NXdata/t'}", "not a place that is written"),
        ("{value: 3}", "from nothing"),
    ],
)
def test_what_does_not_lead_back_says_why(value: str, why: str, tmp_path) -> None:
    plan = small(
        f"items:\n  _diffrn_detector.dtime: {value}\n"
        "reverse:\n  groups: {'/entry:NXentry': always, '/entry:NXentry/det:NXdetector': needed}\n",
        tmp_path,
    )
    fate = plan.fate("_diffrn_detector.dtime")
    assert fate.is_lost == bool(why)
    assert why in fate.how


@pytest.mark.parametrize(
    ("section", "said"),
    [
        ("groups: {entry: always}", "'entry' is not a path of the target"),
        ("groups: {'/entry:NXentry': sometimes}", "sometimes"),
        ("fields: {'/entry:NXentry/a b': _diffrn.id}", "is not a path of the target"),
        (
            "fields: {'/entry:NXentry/a': {from: _diffrn.id, alone: maybe}}",
            "true or false is expected",
        ),
        ("nonsense: {}", "nonsense"),
        ("needs: {'/entry:NXentry/a': perhaps}", "perhaps"),
    ],
)
def test_faults_in_the_section_are_named(section: str, said: str, tmp_path) -> None:
    with pytest.raises(MappingError) as caught:
        small(f"reverse:\n  {section}\n", tmp_path)
    assert said in str(caught.value)
    assert caught.value.place is None or caught.value.place.line >= 7


def test_overlays_change_single_fields(tmp_path) -> None:
    (tmp_path / "base.yaml").write_text(
        HEAD + "reverse:\n  groups: {'/entry:NXentry': always}\n"
        "  fields: {'/entry:NXentry/a': _diffrn.id, '/entry:NXentry/b': _diffrn.id}\n"
    )
    (tmp_path / "over.yaml").write_text(
        "imgcif_map: 1\nid: over\nextends: small\nwhen: title\nbecause: a test\n"
        "reverse:\n  fields: {'/entry:NXentry/b': _diffrn.crystal_id}\n"
    )
    files = [load_file(tmp_path / name) for name in ("base.yaml", "over.yaml")]
    reverse = compose(files).reverse
    assert reverse is not None
    assert [ways[0].sources for ways in reverse.fields.values()] == [
        ("_diffrn.id",),
        ("_diffrn.crystal_id",),
    ]


def test_a_mapping_without_a_way_back_is_refused() -> None:
    with pytest.raises(UsageError, match="dectris has no way back"):
        chosen_plan(Library(mapping_paths(), FUNCTIONS), FUNCTIONS, "dectris")


numbers = st.floats(0.01, 100)


@pytest.mark.parametrize(
    "name", [n for n, f in FUNCTIONS.items() if f.section == SAME_VALUE and f.group == "values"]
)
@given(value=numbers)
def test_values_that_functions_leave_alone(name: str, value: float) -> None:
    """``section: same_value``: the function gives the value itself for it."""
    if name == "iso_date":
        given_: Quantity = Quantity("2024-05-06T07:08:09.5+01:00")
    else:
        given_ = Quantity(1.0 if name == "normalise_max" else value)
    found = _run(name, given_)
    assert found is not None
    assert found.data == given_.data


@given(bits=st.integers(1, 64))
def test_bits_come_back(bits: int) -> None:
    most = _run("bits_maximum", Quantity(bits))
    assert _run("maximum_bits", most).data == bits


@pytest.mark.parametrize("value", [0, 6, 1000])
def test_no_bits_for_other_numbers(value: int) -> None:
    assert _run("maximum_bits", Quantity(value)) is None


@given(
    number=st.integers(-1000, 1000), unit=st.sampled_from(["kiloelectron_volts", "seconds", None])
)
def test_written_numbers_are_read(number: int, unit: str | None) -> None:
    text = _run("written", Quantity(number, unit))
    found = _run("read_written", text)
    assert (found.data, found.unit) == (number, unit)


@pytest.mark.parametrize("text", ["some volts", "6 nonsenses", ""])
def test_other_texts_are_no_numbers(text: str) -> None:
    assert _run("read_written", Quantity(text)) is None


@given(
    stokes=st.tuples(*[st.floats(-1, 1).map(lambda x: round(x, 6))] * 4),
    angle=st.floats(-180, 180),
)
def test_stokes_parameters_come_back(stokes: tuple[float, ...], angle: float) -> None:
    c, s = np.cos(np.radians(angle)), np.sin(np.radians(angle))
    call = FakeCall(matrix=np.array([[c, s, 0], [s, -c, 0], [0, 0, -1.0]]))
    there = FUNCTIONS["stokes"].run(call, Quantity(np.array(stokes)))
    back = FUNCTIONS["stokes_from_frame"].run(call, *(Quantity(x) for x in there.data))
    np.testing.assert_allclose(back.data, stokes, atol=1e-8)


@given(widths=st.tuples(numbers, numbers), angle=st.floats(-180, 180))
def test_divergences_come_back(widths: tuple[float, float], angle: float) -> None:
    c, s = np.cos(np.radians(angle)), np.sin(np.radians(angle))
    call = FakeCall(matrix=np.array([[c, s, 0], [s, -c, 0], [0, 0, -1.0]]))
    given_ = Quantity(np.array(widths), "degrees")
    x, y = FUNCTIONS["divergence"].run(call, given_).data
    xy = FUNCTIONS["divergence_xy"].run(call, given_)
    back = FUNCTIONS["divergence_from_frame"].run(
        call, Quantity(x, "degrees"), Quantity(y, "degrees"), xy
    )
    np.testing.assert_allclose(back.data, widths, rtol=1e-4, atol=1e-2)


def test_dates_become_times_since_the_first() -> None:
    dates = np.array(["2024-05-06T07:08:09Z", "2024-05-06T09:08:09.25+02:00"], dtype=object)
    found = _run("since_first", Quantity(dates))
    assert found.data.tolist() == [0.0, 0.25]
    assert found.unit == "seconds"


def _run(name: str, value: Quantity):
    function = FUNCTIONS[name].run
    wants_call = next(iter(function.__annotations__), "") == "call"
    return function(FakeCall(), value) if wants_call else function(value)


@pytest.mark.parametrize(
    ("section", "code"),
    [
        ("fields: {'/entry:NXentry/a': _diffrn.idd}", "MAP002"),
        ("fields: {'/entry:NXentry/a': {from: _diffrn.id, unit_from: _diffrn.unit}}", "MAP002"),
        ("follows: {_diffrn.idd: nothing}", "MAP002"),
        ("lost: {_difrn.*: nothing}", "MAP003"),
        ("fields: {'/entry:NXentry/a': {from: _diffrn.id, fn: frist}}", "MAP004"),
        ("fields: {'/entry:NXentry/a': {from: [_diffrn.id, _diffrn.id], fn: first}}", "MAP005"),
        ("fields: {'/entry:NXentry/b:NXbeam/a': _diffrn.id}", "MAP006"),
        ("needs: {'/entry:NXentry/b:NXbeam/a': required}", "MAP006"),
        ("units: {milimetres: mm}", "MAP010"),
        ("units: {millimetres: milimetre}", "MAP010"),
    ],
)
def test_lint_finds_faults_in_the_section(section: str, code: str, tmp_path) -> None:
    path = tmp_path / "small.yaml"
    path.write_text(
        f"{HEAD}reverse:\n  {section}\n  groups: {{'/entry:NXentry': always}}\n", encoding="utf-8"
    )
    mapping = compose([load_file(path)])
    [finding] = lint_mapping(mapping, load_dictionary(), FUNCTIONS)
    assert finding.code == code
    assert (finding.location.path, finding.location.line) == (str(path), 8)


def test_the_reference_page_has_every_data_name(plan: ReversePlan) -> None:
    page = reverse_page(plan)
    assert all(f"`{fate.item}`" in page for fate in plan.fates.values())
    assert "| `_diffrn_source.facility` | `/NXentry/NXsource/name` |  |" in page
