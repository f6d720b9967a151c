"""DDL013."""

from __future__ import annotations

from collections.abc import Iterator

from imgcif_map.findings import Finding
from imgcif_map.rules.base import Rule
from imgcif_map.rules.context import Context
from imgcif_map.rules.judged import faults
from imgcif_map.rules.uncertainty import disagree, su_columns


class UncertaintyConflict(Rule):
    """A value has two standard uncertainties, and they differ.

    What
        The value is written as `12.3(4)`, and the item that the dictionary defines
        for its uncertainty is given as well, with another number. Both are compared
        to the precision of their digits: 0.36 and 0.4 agree with `12.3(4)`.

    Why
        The two are the same quantity. Which of them is right is not known, and
        programs differ in which they read.

    Fails
        _array_intensities.gain      1.23(4)
        _array_intensities.gain_esd  0.4

    Passes
        _array_intensities.gain      1.23(4)
        _array_intensities.gain_esd  0.04
    """

    code = "DDL013"
    name = "uncertainty-conflict"

    def check(self, context: Context) -> Iterator[Finding]:
        for pair in su_columns(context):
            values, sus = pair.values, pair.column
            if values is None or ")" not in values.alphabet:
                continue
            beside = values.beside(sus)
            if beside is None:
                continue
            stated, separate = values.leaves.texts, sus.leaves.texts
            wrong = {
                su: stated[row]
                for row, su in zip(beside[0].tolist(), beside[1].tolist(), strict=True)
                if ")" in stated[row] and disagree(stated[row], separate[su], values.contents)
            }
            found = faults(sus, list(wrong))
            if found is not None:
                first = wrong[sus.first_with(list(wrong))]
                yield self.finding(
                    f"{sus.name} is {found.text}, but {values.name} is {first}",
                    sus,
                    found.rows,
                    value=found.text,
                    hint="give the uncertainty once, or twice the same",
                )
