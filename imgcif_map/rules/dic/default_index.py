"""DIC046."""

from __future__ import annotations

from collections.abc import Iterator

from imgcif_map.cif.document import CifValue, Delimiter
from imgcif_map.dictionary.near import nearest
from imgcif_map.findings import Finding
from imgcif_map.rules.dic.base import DictionaryRule, listed
from imgcif_map.rules.dic.subject import Own, Subject

_IDS, _OLD_ID = "_enumeration.def_index_ids", "_enumeration.def_index_id"
_TABLES = ("_enumeration_defaults", "_enumeration_default")


class DefaultIndex(DictionaryRule):
    """A table of defaults cannot be looked up.

    What
        The default of an item may depend on other items (`_enumeration.def_index_ids`,
        or the older `def_index_id`): the table `_enumeration_defaults` (or
        `_enumeration_default`) gives it for values of these. One of them is not
        defined; there are items but no table, or a table but no items; or an index of
        the table has another number of values than there are items. Templates may hold
        one half, and whoever imports them the other.

    Why
        The default is lost without a word.

    Fails
        save_thing.size
          _definition.id '_thing.size'
          _name.category_id thing
          _name.object_id size
          _type.purpose Number
          _type.contents Integer
          _enumeration.def_index_ids ['_thing.id' '_thing.colour']
          loop_
            _enumeration_defaults.index
            _enumeration_defaults.value
              [a] 1
              [b] 2
        save_

    Passes
        save_thing.size
          _definition.id '_thing.size'
          _name.category_id thing
          _name.object_id size
          _type.purpose Number
          _type.contents Integer
          _enumeration.def_index_ids ['_thing.id']
          loop_
            _enumeration_defaults.index
            _enumeration_defaults.value
              [a] 1
              [b] 2
        save_
    """

    code = "DIC046"
    name = "default-index"

    def lint(self, subject: Subject) -> Iterator[Finding]:
        if subject.is_template:
            return
        for own, definition in subject.described:
            ids = definition.def_index_ids
            table = next((t for t in _TABLES if own.full.says(f"{t}.index")), "")
            if not ids and not table:
                continue
            where = _IDS if own.full.says(_IDS) else _OLD_ID
            if not subject.lacking:
                yield from self._unknown(subject, own, ids, where)
            if own.lacking:
                continue
            if not ids:
                message = f"the defaults of {own.id} have an index, but nothing says of which items"
                hint = "_enumeration.def_index_ids names the items"
                yield self.report(message, own, f"{table}.index", hint=hint)
            elif not table:
                message = f"the default of {own.id} depends on {listed(ids)}, but there is no table"
                hint = "add the loop of _enumeration_defaults"
                yield self.report(message, own, where, hint=hint)
            else:
                yield from self._uneven(own, len(ids), table)

    def _unknown(
        self, subject: Subject, own: Own, ids: tuple[str, ...], where: str
    ) -> Iterator[Finding]:
        for name in ids:
            if subject.dictionary.item(name) is None:
                near = nearest(name, subject.dictionary)
                yield self.report(
                    f"the default of {own.id} depends on {name}, which is not defined",
                    own,
                    where,
                    hint=f"did you mean {near}?" if near else "",
                    value=name,
                )

    def _uneven(self, own: Own, number: int, table: str) -> Iterator[Finding]:
        values = own.full.attributes.get(f"{table}.index", ())
        rows = [row for row, value in enumerate(values) if _length(value) != number]
        if rows:
            yield self.report(
                f"the default of {own.id} depends on {number} item{'s' * (number != 1)}, "
                "but the index in the table has another number of values",
                own,
                f"{table}.index",
                rows,
                hint="an index is a List with one value for each item",
                value=values[rows[0]].text,
            )


def _length(value: CifValue) -> int:
    return len(value.items) if value.delimiter == Delimiter.LIST else 1
