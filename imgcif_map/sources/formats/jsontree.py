"""A JSON file as a tree of records: objects and lists of objects are nodes, the rest leaves."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np

from imgcif_map.errors import UnreadableInput
from imgcif_map.sources.inputs import open_regular
from imgcif_map.sources.record import TreeRecord

MAX_BYTES = 512 << 20
MAX_DEPTH = 100


def read_json(path: Path) -> Any:
    """The content of a JSON file. Raises UnreadableInput with line and column."""
    with open_regular(path) as stream:
        data = stream.read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        raise UnreadableInput(f"{path} has more than {MAX_BYTES >> 20} MB")

    def refused(word: str) -> Any:
        raise UnreadableInput(f"{path}: {word} is no number of a model")

    try:
        return json.loads(data.decode("utf-8-sig"), parse_constant=refused)
    except UnicodeDecodeError as error:
        raise UnreadableInput(f"{path} is not text in UTF-8 (byte {error.start})") from error
    except json.JSONDecodeError as error:
        place = f"{path}:{error.lineno}:{error.colno}"
        raise UnreadableInput(
            f"{place}: not JSON: {error.msg}", hint="the file may be cut short"
        ) from error
    except (RecursionError, ValueError) as error:
        raise UnreadableInput(f"{path}: not a JSON file of this program: {error}") from error


def tree(name: str, content: Any, file: str, depth: int = 0) -> TreeRecord:
    """A record for any JSON value.

    Objects have their keys as children, lists of objects ``0``, ``1`` …; lists of
    numbers are arrays, also of several dimensions; texts and numbers are values, null
    is a leaf without one. Raises UnreadableInput where it is nested too deep.
    """
    if depth > MAX_DEPTH:
        raise UnreadableInput(f"{file} is nested more than {MAX_DEPTH} deep")
    record = TreeRecord(name, file=file)
    if isinstance(content, list) and any(isinstance(part, dict) for part in content):
        content = {str(index): part for index, part in enumerate(content)}
    if isinstance(content, dict):
        for key, part in content.items():
            record.add(tree(str(key), part, file, depth + 1))
        return record
    record.value = _value(content)
    return record


def _value(content: Any) -> Any:
    if isinstance(content, list):
        return array_of(content)
    if isinstance(content, int) and abs(content) >= 1 << 63:
        return float(content)
    return content


def array_of(content: list[Any]) -> Any:
    """Numbers as an array, a single one as a scalar; texts as an array of objects."""
    if not content:
        return None
    try:
        array = np.array(content, dtype=np.float64)
    except (TypeError, ValueError):
        texts = np.empty(len(content), dtype=object)
        texts[:] = [part if isinstance(part, str) else None for part in content]
        return texts if len(texts) > 1 else texts[0]
    whole = array.size and np.all(np.mod(array, 1) == 0) and np.all(np.abs(array) < 2**53)
    if whole and all(isinstance(part, int) for part in content):
        array = array.astype(np.int64)
    return array if array.size != 1 else array.reshape(()).item()
