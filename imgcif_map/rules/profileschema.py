"""The JSON Schema of profiles, for editors and as a second check of users' own files."""

from __future__ import annotations

import json
from functools import lru_cache
from importlib.resources import files
from typing import Any

from imgcif_map.mapping.yamltree import Node, plain

FILE = "profile.schema.json"


def schema_text() -> str:
    """The JSON Schema (draft 2020-12) as it is published."""
    return files("imgcif_map.rules").joinpath(FILE).read_text(encoding="utf-8")


@lru_cache(maxsize=1)
def _validator() -> Any:
    from jsonschema import Draft202012Validator  # most runs need no such check

    return Draft202012Validator(json.loads(schema_text()))


def check_schema(tree: Node) -> None:
    """Raise MappingError, with line and column, for what the schema does not allow."""
    from imgcif_map.mapping.loading.problems import refuse, translate

    errors = _validator().iter_errors(plain(tree))
    refuse([problem for error in errors for problem in translate(error, tree)])
