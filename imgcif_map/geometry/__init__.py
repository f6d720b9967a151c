"""Coordinate frames, axis chains and detector modules: the only place with matrices."""

from __future__ import annotations

from imgcif_map.geometry.vectors import GeometryError

__all__ = ["GeometryError"]
