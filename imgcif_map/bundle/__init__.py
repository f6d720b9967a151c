"""Static files that make data sets harvestable from any web server."""

from __future__ import annotations

from imgcif_map.bundle.build import Built, bundle
from imgcif_map.bundle.site import Site

__all__ = ["Built", "Site", "bundle"]
