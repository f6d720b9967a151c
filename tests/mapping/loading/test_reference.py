"""The schema describes every key; the reference pages show what is there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from jsonschema import Draft202012Validator

from imgcif_map.mapping.functions.registry import Function
from imgcif_map.mapping.reference import function_reference, schema_reference
from imgcif_map.mapping.schema import schema


def properties(node: Any, path: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    if isinstance(node, dict):
        for key, value in node.get("properties", {}).items():
            if isinstance(value, dict):
                yield f"{path}/{key}", value
        for key, value in node.items():
            yield from properties(value, f"{path}/{key}")


def test_the_schema_is_a_schema() -> None:
    Draft202012Validator.check_schema(schema())


def test_every_property_is_described() -> None:
    definitions = schema()["$defs"]
    for path, content in properties(schema()):
        reference = content.get("$ref", "").rpartition("/")[2]
        text = content.get("description") or definitions.get(reference, {}).get("description")
        assert text, path


def test_every_reference_of_the_schema_resolves_and_is_used() -> None:
    text = str(schema())
    used = set(re.findall(r"#/\$defs/(\w+)", text))
    assert used == set(schema()["$defs"])


def test_every_key_is_on_the_page() -> None:
    page = schema_reference()
    for path, _ in properties(schema()):
        key = path.rpartition("/")[2]
        assert f"`{key}`" in page or path.startswith("/$defs/test/properties/given"), path
    assert "None" not in page


def test_links_of_the_page_lead_somewhere() -> None:
    page = schema_reference()
    headings = set(re.findall(r"^## (\w+)$", page, re.MULTILINE))
    assert set(re.findall(r"\(#(\w+)\)", page)) <= headings


def test_functions_page() -> None:
    def scale(call: Any, x: Any, factor: Any, constant: Any = 0, *more: Any) -> Any:
        """Multiply.

        And add.
        """

    page = function_reference(
        {"scale": Function("scale", scale, "values", "a number", "itself", True, "kept")}
    )
    assert "## Values" in page
    assert "### `scale(x, factor, constant=0, more...)`" in page
    assert "Multiply.\n\nAnd add.\n" in page
    assert "- Inverse: itself" in page
    assert "- Lossy" in page
