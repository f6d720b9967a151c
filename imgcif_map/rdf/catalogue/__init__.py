"""The ``catalogue:`` block: what a catalogue wants to know of a data set and no data name says."""

from __future__ import annotations

from imgcif_map.rdf.catalogue.model import Catalogue
from imgcif_map.rdf.catalogue.read import parse_catalogue, read_catalogue

__all__ = ["Catalogue", "parse_catalogue", "read_catalogue"]
