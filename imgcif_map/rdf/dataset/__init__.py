"""A data set for catalogues: DCAT, schema.org, PROV-O and QUDT, summed up from an imgCIF file."""

from __future__ import annotations

from imgcif_map.rdf.dataset.summary import Summary, summary

__all__ = ["Summary", "summary"]
