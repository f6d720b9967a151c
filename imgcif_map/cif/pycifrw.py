"""Bridge to PyCifRW, the second opinion: documents become ``CifFile`` objects and back.

PyCifRW keeps no delimiters: ``'.'`` and ``.`` are one to it, and so they come back as
nulls. It prints while it works; that is swallowed here. Duplicate data names, which it
cannot hold, are reduced to the first.
"""

from __future__ import annotations

import contextlib
import io
import warnings
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from imgcif_map.cif.build import BuiltColumn, build_loop, cif_list, cif_table, scalar
from imgcif_map.cif.document import (
    INAPPLICABLE,
    UNKNOWN,
    Block,
    CifValue,
    Container,
    Delimiter,
    Document,
    Frame,
    Loop,
)
from imgcif_map.errors import UsageError

if TYPE_CHECKING:
    import CifFile


@contextlib.contextmanager
def quiet() -> Iterator[None]:
    """Swallow what PyCifRW prints and warns about."""
    with contextlib.redirect_stdout(io.StringIO()), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


def to_pycifrw(document: Document) -> CifFile.CifFile:
    """The document as PyCifRW sees it.

    Raises `UsageError` if PyCifRW refuses it, as it does block names beyond 75
    characters.
    """
    with quiet():
        import CifFile

        cif = CifFile.CifFile(standard="Dic")
        cif.set_grammar("2.0")
        cif.set_characterset("unicode")
        try:
            for block in document.blocks:
                key = cif.NewBlock(block.name, _star_block(block), fix=False)
                for frame in block.frames:
                    cif.NewBlock(frame.name, _star_block(frame), fix=False, parent=key)
        except CifFile.StarError as error:
            raise UsageError(f"PyCifRW does not take this document: {error}") from None
    return cif


def _star_block(container: Container) -> Any:
    import CifFile

    block = CifFile.CifBlock(maxoutlength=2048)
    block.setmaxnamelength(-1)
    for loop in container.loops:
        columns = [c for c in loop.columns if container.column(c.name) is c]
        for column in columns:
            if not loop.looped:
                block.AddItem(column.name, _to_star(column.value(0)), precheck=True)
                continue
            values: list[Any] = list(column.texts())
            for row in (column.delimiters() >= Delimiter.LIST).nonzero()[0].tolist():
                values[row] = _to_star(column.value(row))
            block.AddItem(column.name, values, precheck=True)
        if loop.looped and columns:
            block.CreateLoop([column.name for column in columns], length_check=False)
    return block


def _to_star(value: CifValue) -> Any:
    from CifFile.StarFile import StarDict, StarList

    if value.delimiter is Delimiter.LIST:
        return StarList([_to_star(item) for item in value.items])  # type: ignore[arg-type]
    if value.delimiter is Delimiter.TABLE:
        return StarDict({key: _to_star(item) for key, item in value.items})  # type: ignore[misc]
    return value.text


def from_pycifrw(cif: CifFile.CifFile) -> Document:
    """A document from PyCifRW's object; texts ``.`` and ``?`` become nulls."""
    with quiet():
        children: dict[str | None, list[str]] = {}
        for key in cif.block_input_order:
            children.setdefault(cif.child_table[key].parent, []).append(key)
        blocks = []
        for key in children.get(None, []):
            frames = tuple(
                Frame(cif.child_table[inner].block_id, _loops(cif.dictionary[inner]))
                for inner in children.get(key, [])
            )
            name = cif.child_table[key].block_id
            blocks.append(Block(name, _loops(cif.dictionary[key]), frames=frames))
    return Document(tuple(blocks))


def _loops(block: Any) -> tuple[Loop, ...]:
    return tuple(_loop(block, item) for item in block.item_order)


def _loop(block: Any, item: int | str) -> Loop:
    if isinstance(item, str):
        column = BuiltColumn(block.true_case[item], [(_from_star(_raw(block, item)), 1)])
        return build_loop([column], looped=False)
    columns = []
    for key in block.loops[item]:
        values = [_from_star(value) for value in _raw(block, key)]
        columns.append(BuiltColumn(block.true_case[key], [(values, len(values))]))
    return build_loop(columns)


def _raw(block: Any, key: str) -> Any:
    text, value = block.block[key]
    return value if text is None else text


def _from_star(value: Any) -> CifValue:
    if isinstance(value, str):
        return {".": INAPPLICABLE, "?": UNKNOWN}.get(value) or scalar(value)
    if isinstance(value, dict):
        return cif_table({str(key): _from_star(item) for key, item in value.items()})
    if hasattr(value, "tolist"):
        value = value.tolist()
    if isinstance(value, list | tuple):
        return cif_list([_from_star(item) for item in value])
    return scalar(value)
