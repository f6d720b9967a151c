"""DIC069."""

from __future__ import annotations

from collections.abc import Iterator

from imgcif_map.findings import Finding, Severity
from imgcif_map.rules.dic.base import DictionaryRule
from imgcif_map.rules.dic.subject import Subject


class MethodOnPrimitive(DictionaryRule):
    """Recorded data have a method to evaluate them.

    What
        An item of `_type.source` Recorded has a method of purpose Evaluation (or of
        none, which means Evaluation). What the method says is not looked at: dREL is
        not parsed.

    Why
        ddl.dic: primitive data "cannot be deduced without repeating the entire
        experiment", and their definitions "should normally not contain methods of this
        type". Programs may leave out what a method can evaluate.

    Fails
        save_thing.size
          _definition.id '_thing.size'
          _name.category_id thing
          _name.object_id size
          _type.purpose Number
          _type.source Recorded
          _type.contents Real
          _method.purpose Evaluation
          _method.expression '_thing.size = 1.0'
        save_

    Passes
        save_thing.size
          _definition.id '_thing.size'
          _name.category_id thing
          _name.object_id size
          _type.purpose Number
          _type.source Derived
          _type.contents Real
          _method.purpose Evaluation
          _method.expression '_thing.size = 1.0'
        save_
    """

    code = "DIC069"
    name = "method-on-primitive"
    severity = Severity.NOTE

    def lint(self, subject: Subject) -> Iterator[Finding]:
        for own, definition in subject.described:
            if definition.source.casefold() != "recorded" or not definition.has_method:
                continue
            said = own.says("_method.purpose")
            yield self.report(
                f"{own.id} is Recorded, but a method evaluates it",
                own,
                "_method.purpose" if said else "_method.expression",
                hint="_type.source Derived, or no method of purpose Evaluation",
            )
