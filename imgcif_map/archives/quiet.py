"""Decodes an image in memory through fabio, an optional library (extra ``images``)."""

from __future__ import annotations

import io
import logging
import warnings
from importlib import import_module
from typing import Any

from numpy.typing import NDArray

from imgcif_map.archives.faults import Fault, Kind


def fabio_pixels(module: str, name: str, data: bytes, shown: str) -> NDArray[Any] | None:
    """The pixels of an image; None if fabio is not installed. Raises Fault.

    fabio sees bytes in memory, so that it can open no other file; what it logs is not shown.
    """
    try:
        reader = getattr(import_module(module), name)
    except ImportError:
        return None
    logger = logging.getLogger("fabio")
    before = logger.level
    logger.setLevel(logging.CRITICAL + 1)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            found = reader().read(_Named(data)).data
    except Exception as error:  # fabio promises nothing
        why = f"{type(error).__name__}: {error}"[:200]
        raise Fault(
            Kind.DAMAGED, f"{shown} cannot be decoded: {why}", "it is damaged: copy it again"
        ) from error
    finally:
        logger.setLevel(before)
    if found is None:
        raise Fault(Kind.DAMAGED, f"{shown} cannot be decoded", "it is damaged: copy it again")
    return found  # type: ignore[no-any-return]


class _Named(io.BytesIO):
    name = "image"
