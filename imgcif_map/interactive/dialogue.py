"""One question and the lines typed at it, until one is an answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from imgcif_map.dictionary.model import Dictionary
from imgcif_map.interactive import energy, wording
from imgcif_map.interactive.check import Checked, checked
from imgcif_map.interactive.console import Abandoned, Console, Stopped, confirmed
from imgcif_map.interactive.questions import Question
from imgcif_map.interactive.typed import Given, Refused, given
from imgcif_map.units import parse_unit

_SHOWN = 6


@dataclass(frozen=True)
class NotApplicable:
    """The answer ``.``."""


Answer = Given | NotApplicable


@dataclass
class Dialogue:
    """Asks one question."""

    question: Question
    console: Console
    dictionary: Dictionary
    probe: str = ""
    """What ``_diffrn_radiation.probe`` says, "" if nothing does."""
    shown: Sequence[str] = field(init=False)
    """The choices that numbers mean: those shown last."""

    def __post_init__(self) -> None:
        self.shown = self.question.choices[: wording.FIRST]

    def run(self) -> Answer | None:
        """The answer, None if the question is skipped. Raises Stopped or Abandoned."""
        default = self.question.default
        if default is not None:
            self._say(f"Enter takes {default.text}, which {default.source} states; - skips")
        while True:
            line = self.console.ask(wording.prompt(default))
            if line is None or line.strip() == "q":
                raise Stopped
            text = line.strip()
            if text == "!":
                raise Abandoned
            if text == "-" or (not text and default is None):
                return None
            if text == "?":
                self._explain()
                continue
            try:
                found = self._answer(text or (default.text if default is not None else ""))
            except Refused as reason:
                self._say(f"No: {reason}")
                continue
            if found is not None:
                return found

    def _answer(self, text: str) -> Answer | None:
        """What a line says; None if it is to be typed again. Raises Refused."""
        if text == ".":
            if self.question.is_key:
                raise Refused("a key always applies")
            return NotApplicable()
        picked = self._picked(text)
        if picked is None and self._narrowed(text):
            return None
        question = self.question
        typed = (
            Given(picked) if picked is not None
            else given(text, question.definition, question.rows.wanted)
        )  # fmt: skip
        if energy.is_energy(typed, question.definition):
            return self._from_energy(typed, text)
        fits = checked(self._spelled(typed), question, self.dictionary)
        return fits.given if self._agreed(fits, typed, text) else None

    def _from_energy(self, typed: Given, text: str) -> Given | None:
        made = energy.wavelength(typed, self.question.definition, self.probe)
        fits = checked(made.given, self.question, self.dictionary)
        what = f"{text} as the energy of {made.particles}: {_listed(fits.texts)}"
        return fits.given if self._right(f"{what} {self.question.definition.units}") else None

    def _agreed(self, fits: Checked, typed: Given, text: str) -> bool:
        """Ask back where the answer is not what was typed: another unit, several rows."""
        units = self.question.definition.units
        if typed.unit is not None and parse_unit(typed.unit) != units:
            in_unit = "" if units in ("", "none") else f" {units}"
            return self._right(f"{text} = {_listed(fits.texts)}{in_unit}")
        if isinstance(fits.given.data, list):
            labels = self.question.rows.labels or tuple(
                f"row {row + 1}" for row in self.question.rows.lacking or range(len(fits.texts))
            )
            pairs = [f"{a}: {b}" for a, b in zip(labels, fits.texts, strict=False)]
            return self._right(_listed(pairs, "; "))
        return True

    def _right(self, what: str) -> bool:
        for line in wording.wrapped(what, self.console.width):
            self.console.say(line)
        return confirmed(self.console, "  Is that right?", otherwise=True)

    # -- choices

    def _picked(self, text: str) -> str | None:
        """The choice that a number or a text names."""
        found = [c for c in self.question.choices if c.casefold() == text.casefold()]
        if text in found or len(found) == 1:
            return text if text in found else found[0]
        return self._numbered(text)

    def _numbered(self, text: str) -> str | None:
        if not self.question.by_number or not (text.isascii() and text.isdecimal()):
            return None
        number = int(text) if len(text) < 6 else 0
        return self.shown[number - 1] if 0 < number <= len(self.shown) else None

    def _narrowed(self, text: str) -> bool:
        """Show the choices that begin so, if that is what the line may have been for."""
        every = self.question.choices if self.question.closed else ()
        alike = [c for c in every if c.casefold().startswith(text.casefold())]
        if not alike:
            return False
        self.shown = alike[: wording.FIRST]
        for line in wording.choices(self.shown, self.console.width, self.question.by_number):
            self.console.say(line)
        if len(alike) > len(self.shown):
            self._say(f"and {len(alike) - len(self.shown)} more: type more of it")
        return True

    def _spelled(self, typed: Given) -> Given:
        """The choices of a list, by their numbers or texts."""
        if not self.question.choices or not isinstance(typed.data, list):
            return typed
        picked = [self._picked(v) if isinstance(v, str) else None for v in typed.data]
        return Given(
            [old if new is None else new for old, new in zip(typed.data, picked, strict=True)],
            typed.unit,
        )

    # -- words

    def _explain(self) -> None:
        self.console.say(wording.explained(self.question, self.dictionary, self.console.width))

    def _say(self, text: str) -> None:
        for line in wording.wrapped(text, self.console.width):
            self.console.say(line)


def _listed(texts: Sequence[str], separator: str = ", ") -> str:
    more = f"{separator}… {texts[-1]}" if len(texts) > _SHOWN else ""
    return separator.join(texts[:_SHOWN]) + more
