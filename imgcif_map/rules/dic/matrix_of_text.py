"""DIC058."""

from __future__ import annotations

from collections.abc import Iterator

from imgcif_map.findings import Finding
from imgcif_map.rules.contents import NUMERIC, resolved
from imgcif_map.rules.dic.base import DictionaryRule
from imgcif_map.rules.dic.meaning import BORROWED, is_number_of_text
from imgcif_map.rules.dic.subject import Subject


class MatrixOfText(DictionaryRule):
    """A matrix has no numerical contents.

    What
        An item of `_type.container` Matrix has other contents than Integer, Real, Imag
        or Complex.
        If its purpose is Number, Measurand or SU, DIC056 says so.

    Why
        ddl.dic: a Matrix is an "ordered set of numerical values for a tensor". What
        holds other values is an Array.

    Fails
        save_thing.names
          _definition.id '_thing.names'
          _name.category_id thing
          _name.object_id names
          _type.purpose Encode
          _type.container Matrix
          _type.contents Code
          _type.dimension '[3]'
        save_

    Passes
        save_thing.names
          _definition.id '_thing.names'
          _name.category_id thing
          _name.object_id names
          _type.purpose Encode
          _type.container Array
          _type.contents Code
          _type.dimension '[3]'
        save_
    """

    code = "DIC058"
    name = "matrix-of-text"

    def lint(self, subject: Subject) -> Iterator[Finding]:
        for own, definition in subject.described:
            if definition.container.casefold() != "matrix" or not own.full.says("_type.contents"):
                continue
            if is_number_of_text(subject.dictionary, definition):
                continue
            if resolved(subject.dictionary, definition) not in NUMERIC | BORROWED:
                yield self.report(
                    f"{own.id} is a Matrix, but its contents are {definition.contents}",
                    own,
                    "_type.container",
                    hint="_type.container Array",
                    value=definition.contents,
                )
