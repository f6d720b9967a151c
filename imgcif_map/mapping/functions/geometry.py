"""Functions on vectors and axes: units of direction, frames, settings."""

from __future__ import annotations

import numpy as np

from imgcif_map.errors import UnreadableValue
from imgcif_map.geometry.axes import rotation_matrix
from imgcif_map.geometry.detector import rotate_stokes, rotate_widths
from imgcif_map.geometry.vectors import GeometryError, dot, lengths, normalised
from imgcif_map.mapping.functions.registry import Call, Records, function
from imgcif_map.mapping.functions.support import derive, differ, made, numbers, numbers_in, plain
from imgcif_map.mapping.quantity import Quantity
from imgcif_map.sources.record import Record
from imgcif_map.tidy import clean, shortest
from imgcif_map.units import product_of

_GROUP = "geometry"


@function(_GROUP, result="vectors of length 1", unit="none", lossy=True, section="same_value")
def unit_vector(vector: Quantity) -> Quantity:
    """A direction: the vector divided by its length.

    Numbers (..., 3). What a translation's vector loses in length its setting
    gains, see setting. A vector without length is an error. Unit: none. No inverse.
    """
    return vector.with_data(normalised(_vectors(vector)), unit=None)


@function(_GROUP, result="the vector turned", unit="kept")
def turned(vector: Quantity, axis: Quantity, angle: Quantity) -> Quantity:
    """A vector turned about an axis, right-handed.

    ``vector`` and ``axis``: (3,); ``angle``: one number in any unit of angle (degrees if
    none), an error where it changes from frame to frame. For an axis that a header gives
    as an angle, such as kappa by its alpha. Unit: that of ``vector``. Inverse: turned
    with the opposite angle.
    """
    angles = np.unique(numbers_in(angle, "degrees"))
    if angles.size != 1 or np.isnan(angles[0]):
        raise UnreadableValue("an angle that is one number is needed to turn a vector")
    before = _vectors(vector)
    after = dot(rotation_matrix(_vectors(axis), angles[0]), before)
    return derive(clean(after, np.abs(before).max()), vector.unit, vector, axis, angle)


@function(_GROUP, result="vectors in the imgCIF frame", inverse="from_frame", unit="kept")
def to_frame(call: Call, vector: Quantity) -> Quantity:
    """Vectors of the source in the imgCIF laboratory frame: R v.

    Numbers (..., 3), directions or offsets; components that cancel to 1e-9 are 0.
    Unit: kept. For ``_axis.vector`` and ``_axis.offset``. Inverse: from_frame.
    """
    return vector.with_data(dot(call.frame(), _vectors(vector)))


@function(_GROUP, result="vectors in the source's frame", inverse="to_frame", unit="kept")
def from_frame(call: Call, vector: Quantity) -> Quantity:
    """Vectors of the imgCIF laboratory frame in the source's coordinates.

    Numbers (..., 3). Unit: kept. Inverse: to_frame.
    """
    return vector.with_data(dot(call.frame().T, _vectors(vector)))


@function(_GROUP, result="matrix in the imgCIF frame", inverse="matrix_from_frame", unit="kept")
def matrix_to_frame(call: Call, matrix: Quantity) -> Quantity:
    """A matrix whose columns are vectors of the source, in the imgCIF frame: R M.

    Numbers (3, 3), such as an orientation matrix UB. Unit: kept.
    Inverse: matrix_from_frame.
    """
    return matrix.with_data(dot(call.frame(), _matrix(matrix).T).T)


@function(_GROUP, result="matrix in the source's frame", inverse="matrix_to_frame", unit="kept")
def matrix_from_frame(call: Call, matrix: Quantity) -> Quantity:
    """A matrix whose columns are imgCIF vectors, in the source's coordinates.

    Numbers (3, 3). Unit: kept. Inverse: matrix_to_frame.
    """
    return matrix.with_data(dot(call.frame().T, _matrix(matrix).T).T)


@function(_GROUP, result="a unit vector", unit="none")
def gravity(call: Call) -> Quantity:
    """The direction of gravity, downwards, in the imgCIF frame.

    Shape (3,). From the frame's ``up``. Unit: none. No inverse.
    """
    return made(dot(call.frame(), -normalised(call.up())))


@function(_GROUP, result="a unit vector", unit="none")
def source_direction(call: Call) -> Quantity:
    """The direction from the sample to the source in the imgCIF frame.

    Shape (3,): (0, 0, 1) where the beam is at right angles to X. From the frame's
    ``beam``. Unit: none. No inverse.
    """
    return made(dot(call.frame(), -normalised(call.beam())))


@function(_GROUP, result="a vector in source coordinates", unit="none")
def outermost_rotation(call: Call, axes: Records | None) -> Quantity | None:
    """The vector of the principal goniometer axis: the outermost rotation.

    ``axes``: rows with the fields equipment, type, depends_on and vector. Of the
    rotations with equipment ``goniometer`` it takes the one with the fewest axes
    outside it. Missing if there is none. Unit: none. No inverse.
    """
    rows = list(axes or ())
    best: tuple[int, Record] | None = None
    for row in rows:
        words = (_word(call, row, "equipment"), _word(call, row, "type"))
        if words != ("goniometer", "rotation"):
            continue
        depth = _depth(call, row, rows)
        if best is None or depth < best[0]:
            best = (depth, row)
    vector = best[1].child("vector") if best is not None else None
    return call.read(vector) if vector is not None else None


def _word(call: Call, row: Record, name: str) -> str:
    return (call.text(row.child(name)) or "").casefold()


def _depth(call: Call, row: Record, rows: list[Record]) -> int:
    """How many rows carry ``row``, directly or by way of others."""
    depth, current = 0, carrier(call, row, rows)
    while current is not None and depth <= len(rows):
        depth, current = depth + 1, carrier(call, current, rows)
    return depth


def carrier(call: Call, row: Record, rows: list[Record]) -> Record | None:
    """The row that a row's field ``depends_on`` points to: by identity, else by name."""
    target = row.child("depends_on")
    if target is None:
        return None
    for other in rows:
        if other.identity == target.identity:
            return other
    text = call.text(target) if target.is_leaf and target.error is None else None
    if text is None:
        return None
    return next((r for r in rows if text in (call.text(r.child("name")), r.name)), None)


@function(_GROUP, result="settings", unit="kept, or that of like")
def setting(call: Call, axis: Record, like: Record | None = None) -> Quantity | None:
    """The settings of an axis: its values, for translations times the vector's length.

    ``axis``: a transformation with values () or (n,). ``like``: another
    transformation that supplies unit, type and vector where ``axis`` says nothing,
    as for NeXus ``omega_end``. Missing if there are no usable values. Unit: kept;
    None if neither states one. No inverse.
    """
    values = call.read(axis)
    if values is None:
        return None
    if values.unit is None and like is not None:
        other = call.read(like)
        values = values.with_data(values.data, unit=other.unit if other is not None else None)
    kind = _attribute(call, "transformation_type", axis, like)
    vector = _attribute(call, "vector", axis, like)
    if kind is None or vector is None or str(kind.data).casefold() != "translation":
        return values
    factor = float(lengths(_vectors(vector)))
    if abs(factor - 1.0) < 1e-8:  # a direction written with some nine digits
        return values
    if factor == 0.0 and numbers(values).any():
        raise GeometryError(f"translation {axis.path} has a vector without length")
    return values.with_data(plain(shortest(numbers(values) * factor)))


def _attribute(call: Call, name: str, *records: Record | None) -> Quantity | None:
    for record in records:
        attribute = record.attribute(name) if record is not None else None
        found = call.read(attribute) if attribute is not None else None
        if found is not None:
            return found
    return None


@function(
    _GROUP, result="Stokes parameters in the imgCIF frame", unit="kept", section="stokes_from_frame"
)
def stokes(call: Call, parameters: Quantity) -> Quantity:
    """Stokes parameters I, Q, U, V turned from the source's frame into imgCIF's.

    Numbers (4,) or (n, 4). Q and U turn by twice the angle between the X axes; V
    keeps its sign, which the two standards do not state alike (reported as an
    assumption if V is not 0). Pick one with ``[0]`` to ``[3]``. Unit: kept.
    For ``_diffrn_radiation.polarizn_Stokes_I`` … ``_V``. No inverse.
    """
    array = _stokes(parameters)
    if array[..., 3].any():
        call.report("assumption", "the sign of Stokes V is taken over as it is")
    return parameters.with_data(rotate_stokes(array, call.frame()))


@function(_GROUP, result="degree of linear polarisation", unit="none", lossy=True)
def polarisation_ratio(parameters: Quantity) -> Quantity | None:
    """The polarisation ratio (Ip - In) / (Ip + In) of Stokes parameters: |(Q, U)| / I.

    Numbers (4,), or (n, 4) of which the mean is used. Missing if I is not positive.
    Unit: none. For ``_diffrn_radiation.polarizn_source_ratio``. No inverse.
    """
    i, q, u, _ = _mean_stokes(parameters)
    return parameters.with_data(float(shortest(np.hypot(q, u) / i)), unit=None) if i > 0 else None


@function(_GROUP, result="angle of the plane of polarisation", unit="degrees", lossy=True)
def polarisation_norm(parameters: Quantity) -> Quantity | None:
    """The angle of the plane of polarisation to X: atan2(U, Q) / 2.

    Numbers (4,), or (n, 4) of which the mean is used, already in the imgCIF frame
    (see stokes). Missing for unpolarised light. Unit: degrees.
    For ``_diffrn_radiation.polarizn_source_norm``. No inverse.
    """
    _, q, u, _ = _mean_stokes(parameters)
    if not q and not u:
        return None
    angle = clean(np.degrees(np.arctan2(u, q)) / 2, 180.0)
    return parameters.with_data(float(angle), unit="degrees")


@function(_GROUP, result="widths along X and Y, and their covariance", unit="kept")
def divergence(call: Call, widths: Quantity) -> Quantity:
    """Beam divergences along the source's x and y, turned into imgCIF's X and Y.

    Standard deviations (2,) or (n, 2), see fwhm_to_sd. The result has (X, Y): on a
    vertical goniometer the two change places. Unit: kept. For
    ``_diffrn_radiation.div_x_source`` and ``_y_source``. No inverse.
    """
    return widths.with_data(rotate_widths(_pairs(widths), call.frame())[..., :2])


@function(_GROUP, result="covariance of the divergences", unit="squared")
def divergence_xy(call: Call, widths: Quantity) -> Quantity:
    """The covariance of the beam divergences along imgCIF's X and Y.

    Standard deviations (2,) or (n, 2) along the source's x and y, taken as
    independent. Unit: squared. For ``_diffrn_radiation.div_x_y_source``. No inverse.
    """
    data = rotate_widths(_pairs(widths), call.frame())[..., 2]
    return widths.with_data(plain(data), unit=product_of((widths.unit, 2)))


def _pairs(widths: Quantity) -> np.ndarray:
    return _shaped(widths, 2)


def _stokes(parameters: Quantity) -> np.ndarray:
    return _shaped(parameters, 4)


def _mean_stokes(parameters: Quantity) -> np.ndarray:
    array = _stokes(parameters).reshape(-1, 4)
    return array[0] if not differ(array, axis=0) else np.asarray(np.mean(array, axis=0))


def _vectors(vector: Quantity) -> np.ndarray:
    return _shaped(vector, 3)


def _matrix(matrix: Quantity) -> np.ndarray:
    array = _shaped(matrix, 3)
    if array.shape != (3, 3):
        raise UnreadableValue(f"a 3 × 3 matrix is needed, not shape {array.shape}")
    return array


def _shaped(values: Quantity, count: int) -> np.ndarray:
    array = numbers(values)
    if array.ndim == 0 or array.shape[-1] != count:
        raise UnreadableValue(f"{count} numbers are needed, not shape {array.shape}")
    return array
