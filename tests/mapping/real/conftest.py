"""Conversions of real files, made once each."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from imgcif_map.api import Conversion, convert

Converter = Callable[[str], Conversion]


@pytest.fixture(scope="package")
def real(shared: Path) -> Converter:
    """Converts a file below the shared folder with the profile ``reprocessing``."""
    done: dict[str, Conversion] = {}

    def of(name: str) -> Conversion:
        if name not in done:
            done[name] = convert([shared / name], profile="reprocessing")
        return done[name]

    return of
