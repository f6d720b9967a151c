"""Small dictionaries for the cases and examples of rules on dictionaries.

A text without a ``data_`` line is a few save frames. It is put into a complete
dictionary with the Head ``EXAMPLE_HEAD`` and, unless the text has a ``save_THING``
itself, the Loop category ``THING`` with its key ``_thing.id``. Positions in it
are counted from its own first line.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from imgcif_map.findings import Finding
from imgcif_map.linter import lint_dictionary

HEADER = """#\\#CIF_2.0
data_{title}
_dictionary.title {title}
_dictionary.class Instance
_dictionary.version 1.0.0
_dictionary.date 2024-05-01
_dictionary.uri https://example.org/{file}
_dictionary.ddl_conformance 4.2.0
_dictionary.namespace Example
_dictionary.DOI 10.5555/12345678
_dictionary.licensing_SPDX CC0-1.0
_description.text 'A dictionary for examples.'
loop_
  _dictionary_author.id
  _dictionary_author.name
  _dictionary_author.id_ORCID
  _dictionary_author.email
    1 'Doe, Jo' 0000-0002-1825-0097 jo@example.org
loop_
  _dictionary_audit.version
  _dictionary_audit.date
  _dictionary_audit.revision
    1.0.0 2024-05-01 'First version.'

save_{title}_HEAD
  _definition.id {title}_HEAD
  _definition.scope Category
  _definition.class Head
  _definition.update 2024-05-01
  _description.text 'Parent of all categories.'
  _name.category_id {title}
  _name.object_id {title}_HEAD
save_
"""
THING = """
save_THING
  _definition.id THING
  _definition.scope Category
  _definition.class Loop
  _definition.update 2024-05-01
  _description.text 'Things.'
  _name.category_id {title}_HEAD
  _name.object_id THING
  _category_key.name '_thing.id'
save_

save_thing.id
  _definition.id '_thing.id'
  _definition.scope Item
  _definition.class Datum
  _definition.update 2024-05-01
  _description.text 'Identifies a thing.'
  _name.category_id thing
  _name.object_id id
  _type.purpose Key
  _type.source Assigned
  _type.container Single
  _type.contents Word
save_
"""


def completed(text: str, file: str) -> tuple[str, int]:
    """The text as a complete dictionary, and the number of lines put before it."""
    if re.search(r"(?im)^data_", text):
        magic = "" if text.startswith("#\\#CIF_") else "#\\#CIF_2.0\n"
        return magic + text, len(magic.splitlines())
    title = "EXAMPLE" if file == "example.dic" else file.partition(".")[0].upper()
    before = HEADER
    if not re.search(r"(?im)^\s*save_thing\s*$", text):
        before += THING
    before = before.format(title=title, file=file) + "\n"
    return before + text, before.count("\n")


def lint_text(
    text: str, folder: Path, select: list[str], files: Mapping[str, str] | None = None
) -> tuple[tuple[Finding, ...], int]:
    """Findings on ``example.dic`` in a folder with further files, and the lines put before it."""
    whole, shift = completed(text, "example.dic")
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in (files or {}).items():
        (folder / name).write_text(completed(content, name)[0], "utf-8")
    path = folder / "example.dic"
    path.write_text(whole, "utf-8")
    return lint_dictionary(path, select=select).findings, shift
