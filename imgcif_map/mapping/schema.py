"""The JSON Schema of mapping files, and its errors with file, line and column."""

from __future__ import annotations

import json
from functools import cache
from importlib import resources
from typing import Any

from imgcif_map.errors import MappingError
from imgcif_map.mapping.loading.problems import refuse, translate
from imgcif_map.mapping.yamltree import Node, plain


@cache
def schema() -> dict[str, Any]:
    """The schema as data; every property has a ``description``."""
    found: dict[str, Any] = json.loads(schema_text())
    return found


def schema_text() -> str:
    """The schema as it is published."""
    return resources.files(__package__).joinpath("schema.json").read_text(encoding="utf-8")


def check_schema(root: Node) -> None:
    """Raise MappingError for the first error in the order of the file, naming them all."""
    problems: list[MappingError] = []
    for error in _validator().iter_errors(plain(root)):
        problems.extend(translate(error, root))
        if len(problems) >= 50:
            break
    refuse(problems)


@cache
def _validator() -> Any:
    from jsonschema import Draft202012Validator

    return Draft202012Validator(schema())
