"""Graphs in a store of their own: SPARQL on disk or at an endpoint."""
