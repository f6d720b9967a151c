"""Small mappings from YAML text, and what tracing says of them."""

from __future__ import annotations

from imgcif_map.mapping.compose import compose
from imgcif_map.mapping.load import load_file
from imgcif_map.mapping.tracing.links import Link, Traced, trace

HEAD = """imgcif_map: 1
id: small
license: CC0-1.0
source: {format: nexus}
blocks: {each: "/*:NXentry"}
"""


def traced(tmp_path, text: str, head: str = HEAD) -> Traced:
    path = tmp_path / "small.yaml"
    path.write_text(head + text, encoding="utf-8")
    return trace(compose([load_file(path)]))


def ways(found: Traced) -> dict[str, set[str]]:
    """Paths by data name."""
    made: dict[str, set[str]] = {}
    for link in found.links:
        made.setdefault(link.item, set()).add(link.spot.path)
    return made


def link(found: Traced, item: str, path: str = "") -> Link:
    """The one link of a data name (and a path)."""
    (one,) = [x for x in found.links if x.item == item and path in ("", x.spot.path)]
    return one
