"""The functions that mapping files may call, by group."""

from __future__ import annotations

from imgcif_map.mapping.functions.registry import Function, collect


def load_functions() -> dict[str, Function]:
    """All registered functions by name: values, records, source, geometry.

    A new dict at each call. Raises ValueError if two functions share a name.
    """
    from imgcif_map.mapping.functions import (
        archives,
        chains,
        conversion,
        dates,
        geometry,
        groups,
        inverses,
        lists,
        lookups,
        mounting,
        panels,
        radiation,
        records,
        scans,
        source,
        values,
    )

    return collect(
        values, scans, dates, radiation, records, chains, groups, source, archives,
        geometry, mounting, panels, lookups, lists, conversion, inverses,
    )  # fmt: skip
