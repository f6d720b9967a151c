"""What every figure has to be, whatever it shows."""

from __future__ import annotations

import math
import re
import xml.etree.ElementTree as ET

SVG = "{http://www.w3.org/2000/svg}"
ALLOWED = {"svg", "title", "desc", "style", "rect", "g", "polyline", "polygon", "circle", "text"}


def check(text: str) -> ET.Element:
    """The figure, parsed: known elements, unique ids, named, finite numbers, nothing foreign."""
    root = ET.fromstring(text)
    found = list(root.iter())
    assert {element.tag.removeprefix(SVG) for element in found} <= ALLOWED
    ids = [element.get("id") for element in found if element.get("id")]
    assert len(ids) == len(set(ids))
    named = (root.get("aria-labelledby") or "").split()
    assert root.get("role") == "img"
    assert set(named) <= set(ids)
    assert all((element.text or "").strip() for element in found if element.get("id") in named)
    for element in found:
        assert not [name for name in element.attrib if name.startswith("on") or "href" in name]
        for number in re.split(r"[ ,]+", element.get("points") or ""):
            assert not number or math.isfinite(float(number))
    assert "url(" not in text
    return root


def texts(root: ET.Element) -> list[str]:
    """The labels."""
    return [element.text or "" for element in root.iter(f"{SVG}text")]
