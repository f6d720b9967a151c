"""What holds for every registered function: documentation, missing input, inverses."""

from __future__ import annotations

import inspect
import types
import typing
from contextlib import suppress

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from imgcif_map.errors import ImgcifMapError
from imgcif_map.mapping.functions import load_functions
from imgcif_map.mapping.functions.registry import Lazy, Records
from imgcif_map.mapping.quantity import Quantity
from imgcif_map.sources.record import Record
from tests.support.fake_call import FakeCall, group, leaf

FUNCTIONS = load_functions()
GROUPS = {"values", "records", "source", "geometry"}
NUMBER = st.floats(0.01, 1000)
WHOLE = st.integers(-(10**6), 10**6)


def quantity(strategy, unit=None):
    return st.one_of(
        strategy.map(lambda x: Quantity(x, unit)),
        st.lists(strategy, min_size=2, max_size=4).map(lambda x: Quantity(np.array(x), unit)),
    )


def vectors(rows=None):
    shape = 3 if rows is None else 3 * rows
    numbers = st.lists(NUMBER, min_size=shape, max_size=shape)
    return numbers.map(
        lambda x: Quantity(np.array(x).reshape((rows, 3) if rows else (3,)), "millimetres")
    )


INVERTIBLE = {
    "negate": quantity(NUMBER),
    "reverse": quantity(NUMBER),
    "add_one": quantity(WHOLE),
    "subtract_one": quantity(WHOLE),
    "scale": quantity(NUMBER),
    "unscale": quantity(NUMBER),
    "reciprocal": quantity(NUMBER, "millimetres"),
    "plus": quantity(NUMBER, "seconds"),
    "minus": quantity(NUMBER, "seconds"),
    "one": quantity(NUMBER),
    "same": st.lists(NUMBER, min_size=1, max_size=1).map(lambda x: Quantity(np.array(x))),
    "inclusive_to_exclusive": quantity(WHOLE),
    "exclusive_to_inclusive": quantity(WHOLE),
    "energy_to_wavelength": quantity(NUMBER, "electron_volts"),
    "wavelength_to_energy": quantity(NUMBER, "angstroms"),
    "electron_energy_to_wavelength": quantity(NUMBER, "electron_volts"),
    "wavelength_to_electron_energy": quantity(st.floats(0.005, 1), "angstroms"),
    "fwhm_to_sd": quantity(NUMBER),
    "sd_to_fwhm": quantity(NUMBER),
    "yes_no": st.booleans().map(Quantity),
    "truth": st.sampled_from(["yes", "no"]).map(Quantity),
    "epoch_date": quantity(st.integers(0, 10**9), "seconds"),
    "date_epoch": st.datetimes().map(
        lambda d: Quantity(d.strftime("%Y-%m-%dT%H:%M:%SZ").zfill(20))
    ),
    "to_frame": vectors(),
    "from_frame": vectors(2),
    "matrix_to_frame": vectors(3),
    "matrix_from_frame": vectors(3),
    "from_pixel_centre": quantity(NUMBER, "pixels"),
    "to_pixel_centre": quantity(NUMBER, "millimetres"),
}
EXTRA = {
    "scale": (2.0, -1.0), "unscale": (2.0, -1.0),
    "plus": (Quantity(7.5, "milliseconds"),), "minus": (Quantity(7.5, "milliseconds"),),
    "to_pixel_centre": (Quantity(0.1, "millimetres"),),
}  # fmt: skip


def run(name, call, *args):
    function = FUNCTIONS[name].run
    wants_call = next(iter(inspect.signature(function).parameters), "") == "call"
    return function(*([call] if wants_call else []), *args)


def test_functions_have_groups_and_plain_names():
    assert len(FUNCTIONS) > 80
    for name, function in FUNCTIONS.items():
        assert name == function.name
        assert function.group in GROUPS, name
        assert function.result, name


@pytest.mark.parametrize("name", FUNCTIONS)
def test_every_function_says_what_it_does(name):
    lines = FUNCTIONS[name].doc.splitlines()
    assert lines, f"{name} has no docstring"
    assert 10 < len(lines[0].strip()) <= 100, f"{name}: the first line is its summary"


@pytest.mark.parametrize("name", FUNCTIONS)
def test_arguments_are_of_kinds_the_engine_knows(name):
    hints = typing.get_type_hints(FUNCTIONS[name].run)
    kinds = (Quantity, Record, Records, Lazy, str, int, float, typing.Any)
    for parameter in inspect.signature(FUNCTIONS[name].run).parameters:
        if parameter == "call":
            continue
        hint = hints[parameter]
        members = typing.get_args(hint) if isinstance(hint, types.UnionType) else (hint,)
        assert all(m in kinds or m is type(None) for m in members), (name, parameter, hint)


@pytest.mark.parametrize("name", FUNCTIONS)
def test_inverses_exist_and_point_back(name):
    inverse = FUNCTIONS[name].inverse
    if inverse is None or inverse == "itself":
        return
    assert FUNCTIONS[inverse].inverse == name


def test_every_declared_inverse_is_tried():
    ours = {n for n, f in FUNCTIONS.items() if f.inverse and f.group != "source"}
    assert ours == set(INVERTIBLE)


@pytest.mark.parametrize("name", INVERTIBLE)
@given(data=st.data())
@settings(deadline=None, max_examples=30)
def test_inverses_undo(name, data):
    call = FakeCall(matrix=np.array([[0.6, 0.8, 0], [-0.8, 0.6, 0], [0, 0, 1.0]]))
    before = data.draw(INVERTIBLE[name])
    there = run(name, call, before, *EXTRA.get(name, ()))
    inverse = FUNCTIONS[name].inverse
    back = run(name if inverse == "itself" else inverse, call, there, *EXTRA.get(name, ()))
    assert back.unit == before.unit or before.unit is None
    if before.is_text or isinstance(before.data, bool):
        assert back.data == before.data
    else:
        np.testing.assert_allclose(
            np.asarray(back.data, dtype=float), before.array, rtol=1e-8, atol=1e-5
        )
    assert np.shape(back.data) == np.shape(before.data) or name in ("one", "same")


@pytest.mark.parametrize("name", [n for n, f in FUNCTIONS.items() if f.group != "source"])
def test_optional_input_may_be_missing(name):
    """Where a parameter says it may be None, None must not be an accident."""
    function = FUNCTIONS[name].run
    hints = typing.get_type_hints(function)
    call = FakeCall(current=leaf("here", 1.0))
    args = []
    for parameter in inspect.signature(function).parameters.values():
        if parameter.name == "call":
            continue
        hint = hints[parameter.name]
        if isinstance(hint, types.UnionType) and type(None) in typing.get_args(hint):
            if parameter.kind is not inspect.Parameter.KEYWORD_ONLY:
                args.append(None)
        elif parameter.kind is not inspect.Parameter.VAR_POSITIONAL:
            args.append(_something(hint))
    with suppress(ImgcifMapError):  # a number of the wrong kind may be refused
        run(name, call, *args)


def _something(hint):
    if hint is Quantity:
        return Quantity(np.array([1.0, 2.0, 3.0]), "millimetres")
    if hint is Record:
        return leaf("x", 1.0)
    if hint == Records:
        return (leaf("x", 1.0),)
    return {str: "2020-01-01", int: 1, float: 1.0}[hint]


ODD = [
    Quantity("not a number"),
    Quantity(np.array(["a", "b"], dtype=object)),
    Quantity(np.zeros((0,))),
    Quantity(np.array([np.nan, np.inf]), "millimetres"),
    Quantity(np.zeros((2, 3, 4)), "degrees"),
    Quantity(0, "no_such_unit"),
    Quantity(True),
    Quantity(2**70),
]


@pytest.mark.parametrize("name", [n for n, f in FUNCTIONS.items() if f.group != "source"])
@pytest.mark.parametrize("odd", range(len(ODD)))
def test_odd_values_are_refused_not_fatal(name, odd):
    """Bad data end in a result, in nothing, or in an error the engine reports."""
    function = FUNCTIONS[name].run
    hints = typing.get_type_hints(function)
    args = []
    for parameter in inspect.signature(function).parameters.values():
        hint = hints.get(parameter.name)
        if parameter.name == "call" or parameter.kind is inspect.Parameter.VAR_KEYWORD:
            continue
        members = typing.get_args(hint) if isinstance(hint, types.UnionType) else (hint,)
        if Quantity in members or typing.Any in members:
            args.append(ODD[odd])
        elif Lazy in members:
            continue
        else:
            kind = next(m for m in members if m is not type(None))
            args.append(_odd_record(ODD[odd], kind))
    with suppress(ImgcifMapError, ValueError, TypeError, ArithmeticError):
        run(name, FakeCall(current=leaf("here", 1.0)), *args)


def _odd_record(value, kind):
    record = group("g", leaf("x", value.data, value.unit, vector=value.data, depends_on="nowhere"))
    if kind is Record:
        return record.child("x")
    return (record.child("x"), record) if kind == Records else _something(kind)
