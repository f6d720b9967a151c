"""Layouts of headers, one YAML file each; see :mod:`imgcif_map.sources.headers.layout`."""
