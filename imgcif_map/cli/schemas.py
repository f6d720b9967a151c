"""``imgcif-map mapping schema``: JSON Schemas with which editors complete and explain."""

from __future__ import annotations

import enum
from typing import Annotated

import typer

from imgcif_map.cli import common


class Kind(enum.StrEnum):
    """The files that people write with a mapping in mind."""

    MAPPING = "mapping"
    ANSWERS = "answers"


def schema(
    kind: Annotated[
        Kind, typer.Argument(metavar="[mapping|answers]", help="Which files the schema is for.")
    ] = Kind.MAPPING,
) -> None:
    """Print the JSON Schema of mapping files or of answers, with which editors complete them.

    Profiles have theirs from imgcif-map profile schema.

    \b
    Examples:
      imgcif-map mapping schema > mapping.schema.json
      imgcif-map mapping schema answers > answers.schema.json
    """
    if kind is Kind.ANSWERS:
        from imgcif_map.dictionary.load import load_dictionary
        from imgcif_map.mapping.answersschema import answers_schema_text

        common.write_stdout(answers_schema_text(load_dictionary()))
        return
    from imgcif_map.mapping.schema import schema_text

    common.write_stdout(schema_text())
