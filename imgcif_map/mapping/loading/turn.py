"""From the coordinates of an instrument file to those of a format."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from imgcif_map.errors import MappingError, Place
from imgcif_map.mapping.loading.shapes import is_null
from imgcif_map.mapping.yamltree import Map, Node, plain

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

DOWN = [0.0, -1.0, 0.0]
"""Gravity where an instrument file does not state it."""
TOWARDS_SOURCE = [0.0, 0.0, 1.0]


def turn_to(frame: Mapping[str, Node], section: Map) -> NDArray[np.float64]:
    """The rotation R: ``v_format = R @ v_instrument``, shape (3, 3).

    In an instrument file z points to the source and ``gravity`` down; a format's ``frame``
    says where beam and up are. A frame that is not written as numbers is taken as that of
    image headers. MappingError where gravity has no part across the beam.
    """
    node = section.get("gravity")
    down = DOWN if node is None or is_null(node) else plain(node)
    place = node.place if node is not None else section.place
    mine = _basis(TOWARDS_SOURCE, [-x for x in down], place)
    fixed = _numbers(frame.get("fixed"))
    beam, up = _numbers(frame.get("beam")), _numbers(frame.get("up"))
    if fixed is not None:
        source, above = fixed[2], fixed[1]
    else:
        source = [-x for x in beam] if beam is not None else TOWARDS_SOURCE
        above = up if up is not None else [-x for x in DOWN]
    return _basis(source, above, place).T @ mine


def _numbers(node: Node | None) -> Any:
    """A list of numbers, or None where the frame is worked out from the source."""
    found = None if node is None else plain(node)
    return found if isinstance(found, list) and found and not isinstance(found[0], str) else None


def _basis(source: Any, up: Any, place: Place) -> NDArray[np.float64]:
    """Rows: right, up, towards the source; right-handed, unit length."""
    import numpy as np

    z = np.asarray(source, dtype=float)
    above = np.asarray(up, dtype=float)
    if np.linalg.norm(z) > 0:
        z = z / np.linalg.norm(z)
        above = above - (above @ z) * z
    if np.linalg.norm(z) == 0 or np.linalg.norm(above) < 1e-6:
        raise MappingError(
            "gravity lies along the beam, so that up is not known",
            place=place,
            hint="gravity: [0, -1, 0] is down where z points to the source",
        )
    above = above / np.linalg.norm(above)
    return np.array([np.cross(above, z), above, z])
