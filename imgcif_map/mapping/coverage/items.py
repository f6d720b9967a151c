"""The side of imgCIF: where every data name comes from, or why from nowhere."""

from __future__ import annotations

from collections.abc import Iterator

from imgcif_map.dictionary.summaries import summaries
from imgcif_map.errors import Place
from imgcif_map.mapping.coverage.links import Linked, id_of, line_of
from imgcif_map.mapping.coverage.model import ItemRow
from imgcif_map.mapping.engine.rowcells import spelled
from imgcif_map.mapping.lint.rules.keys import fills_itself
from imgcif_map.mapping.lint.subject import Subject

_WEAKEST = ("assumed", "computed", "constant")
"""Of several kinds of values, the one that promises least."""


def item_rows(subject: Subject, linked: Linked) -> Iterator[ItemRow]:
    """Data names that raw data need in the order of the summaries, then what else is written."""
    dictionary = subject.dictionary
    needed = dict.fromkeys(id_of(name, dictionary) for name in summaries())
    others: dict[str, None] = {}
    written = _written(subject)
    for item in (*linked.by_item, *written):
        if item not in needed:
            others[item] = None
    rows = _Rows(subject, linked, written)
    for item in needed:
        yield rows.row(item, needed=True)
    for item in sorted(others, key=str.casefold):
        row = rows.row(item, needed=False)
        if row.handling != "open":  # a form may offer a name that nobody fills
            yield row


class _Rows:
    def __init__(self, subject: Subject, linked: Linked, written: dict[str, Place]) -> None:
        self.subject, self.linked, self.written = subject, linked, written
        dictionary = subject.dictionary
        self.unsourced = {id_of(e.item, dictionary): e for e in subject.traced.unsourced}
        self.reasons = {id_of(e.name, dictionary): e for e in subject.mapping.no_source}

    def row(self, item: str, *, needed: bool) -> ItemRow:
        """What becomes of one data name."""
        if item in self.linked.by_item:
            paths = tuple(self.linked.by_item[item])
            return ItemRow(item, "mapped", paths, "", self.linked.lines[item], needed)
        handling, note, place = self._alone(item)
        return ItemRow(item, handling, (), note, line_of(place), needed)

    def _alone(self, item: str) -> tuple[str, str, Place]:
        """Handling, reason and line of a data name that no place supplies."""
        entry, reason = self.unsourced.get(item), self.reasons.get(item)
        if entry is not None and entry.kinds:
            kind = next(kind for kind in _WEAKEST if kind in entry.kinds)
            return kind, entry.why, entry.place
        if reason is not None:
            return "no-source", reason.because, reason.place
        home = self._home(item)
        if home is not None:
            return "key", f"refers to the one row of {home[0]}", home[1]
        place = self.written.get(item)
        if place is not None and place.file not in self.subject.mapping.forms:
            return "parameter", entry.why if entry is not None else "", place
        return "open", entry.why if entry is not None else "", place or Place("")

    def _home(self, item: str) -> tuple[str, Place] | None:
        """The category of one row that a key refers to, and where its own category is written."""
        dictionary = self.subject.dictionary
        definition = dictionary.item(item)
        if definition is None or not dictionary.is_key(definition):
            return None
        linked = dictionary.item(definition.linked_item or "")
        if linked is None or not fills_itself(definition.linked_item, self.subject):
            return None
        category = self.subject.mapping.categories.get(definition.category)
        filled = category is not None and any(
            value.picks for part in category.parts for value in part.items.values()
        )
        return (linked.category, category.place) if category is not None and filled else None


def _written(subject: Subject) -> dict[str, Place]:
    """Data names that have candidates in the mapping, and where they stand."""
    found: dict[str, Place] = {}
    for category in subject.mapping.categories.values():
        for part in category.parts:
            for name, value in part.items.items():
                if value.picks:
                    for single in spelled(name):
                        item = id_of(f"_{category.name}.{single}", subject.dictionary)
                        found.setdefault(item, value.place)
    return found
