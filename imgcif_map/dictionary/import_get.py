"""Reading ``_import.get`` (a list of tables) and merging attributes (IMPORT_DETAILS, ddl.dic)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from imgcif_map.cif.document import CifValue, Delimiter
from imgcif_map.dictionary.import_problem import ImportKind
from imgcif_map.dictionary.locate import file_name
from imgcif_map.dictionary.source import Attributes, RawFrame

IMPORT = "_import.get"
LOOP_CATEGORIES = frozenset(
    {
        "_alias",
        "_category_key",
        "_definition_replaced",
        "_description_example",
        "_dictionary_audit",
        "_dictionary_author",
        "_dictionary_valid",
        "_enumeration_default",
        "_enumeration_defaults",
        "_enumeration_set",
        "_enumeration_source",
        "_import_details",
        "_method",
    }
)
"""Attribute categories of class Loop in ddl.dic 4.2: they merge as a whole or not at all."""

_STATES = {
    "mode": ("contents", "full"),
    "dupl": ("exit", "ignore", "replace"),
    "miss": ("exit", "ignore"),
}
"""What each key may say; the first is the default."""


@dataclass(frozen=True, slots=True)
class Order:
    """One import: ``file`` is the bare file name, ``save`` and the states are casefolded."""

    file: str
    save: str
    mode: str = "contents"
    dupl: str = "exit"
    miss: str = "exit"
    version: str = ""
    number: int = 0
    """Which table of the list it is, counted from 1."""

    @property
    def full(self) -> bool:
        return self.mode == "full"


@dataclass(frozen=True, slots=True)
class Mistake:
    """What is wrong with the table ``number`` (from 1; 0 for the whole) of ``_import.get``."""

    kind: ImportKind
    number: int
    text: str


def read_orders(frame: RawFrame) -> tuple[list[Order], list[Mistake]]:
    """The imports of a frame in the order to be executed, and what is wrong with them."""
    mistakes: list[Mistake] = []
    found: list[tuple[int, Order]] = []
    for number, table in enumerate(_tables(frame.attributes.get(IMPORT, ())), start=1):
        entry = _entries(table)
        if entry is None:
            text = f"{IMPORT} is not a list of tables with file and save"
            mistakes.append(Mistake(ImportKind.FORM, number, text))
            continue
        order = _order(entry, number, mistakes)
        if order is None:
            text = f"an entry of {IMPORT} has no file or no save"
            mistakes.append(Mistake(ImportKind.TABLE, number, text))
            continue
        turn = entry.get("order", "")
        found.append((int(turn) if turn.isdecimal() else number, order))
    return [order for _, order in sorted(found, key=lambda pair: pair[0])], mistakes


def _tables(values: Iterable[CifValue]) -> list[CifValue]:
    tables: list[CifValue] = []
    for value in values:
        if value.delimiter == Delimiter.LIST:
            tables += [item for item in value.items if isinstance(item, CifValue)]
        else:
            tables.append(value)
    return tables


def _entries(table: CifValue) -> dict[str, str] | None:
    if table.delimiter != Delimiter.TABLE:
        return None
    pairs = [item for item in table.items if not isinstance(item, CifValue)]
    return {key.casefold(): "" if x.is_null else x.text.strip() for key, x in pairs}


def _order(entry: dict[str, str], number: int, mistakes: list[Mistake]) -> Order | None:
    file, save = file_name(entry.get("file", "")), entry.get("save", "").casefold()
    if not file or not save:
        return None
    states: dict[str, str] = {}
    for key, allowed in _STATES.items():
        states[key] = entry.get(key, "").casefold() or allowed[0]
        if states[key] not in allowed:
            default = allowed[0].capitalize()
            text = f"{key} {entry[key]!r} of {IMPORT} is unknown; {default} is taken"
            mistakes.append(Mistake(ImportKind.STATE, number, text))
            states[key] = allowed[0]
    return Order(file, save, **states, version=entry.get("version", ""), number=number)


def merge(own: Attributes, imported: Attributes, dupl: str) -> tuple[Attributes, list[str]]:
    """Merge imported attributes into a definition; also returns the attributes that clash.

    With ``replace`` the imported ones win, with ``ignore`` and ``exit`` the
    importer's own. Attributes of a Loop category go in or out together, since
    half a loop of one and half of the other would not fit.
    """
    extra = {key: values for key, values in imported.items() if key != IMPORT}
    shared = {_category(key) for key in own} & {_category(key) for key in extra} & LOOP_CATEGORIES
    clashes = [key for key in extra if key in own or _category(key) in shared]
    if dupl == "replace":
        kept = {key: values for key, values in own.items() if _category(key) not in shared}
        return {**kept, **extra}, clashes
    left_out = set(clashes)
    return {**own, **{key: x for key, x in extra.items() if key not in left_out}}, clashes


def merge_prose(own: RawFrame, imported: RawFrame, dupl: str) -> frozenset[str]:
    """Names of the prose that a definition has after an import, by the same rules."""
    if dupl == "replace":
        return own.prose | imported.prose
    here = {_category(name) for name in (*own.attributes, *own.prose)} & LOOP_CATEGORIES
    return own.prose | {name for name in imported.prose if _category(name) not in here}


def _category(attribute: str) -> str:
    return attribute.partition(".")[0]
