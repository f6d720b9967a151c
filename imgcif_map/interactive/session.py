"""A whole conversation: convert, ask, convert again with the answers, ask what is new."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from imgcif_map.dictionary.model import Dictionary
from imgcif_map.errors import Place
from imgcif_map.interactive import wording
from imgcif_map.interactive.console import Console, Stopped, confirmed
from imgcif_map.interactive.dialogue import Answer, Dialogue, NotApplicable
from imgcif_map.interactive.instrument import Instruments, ask_instrument
from imgcif_map.interactive.questions import Asked, Default, Question, questions
from imgcif_map.interactive.rows import Rows
from imgcif_map.mapping.answers import Answers, merge, not_applicable, target, value

if TYPE_CHECKING:
    from imgcif_map.api import Conversion

PLACE = Place("--interactive")
"""Where answers are from, for provenance and messages."""
MAX_ROUNDS = 5
_REFUSED = frozenset({"conflict", "no-target", "unit-missing"})
Run = Callable[[Answers], "Conversion"]


@dataclass(frozen=True)
class Completed:
    """The last conversion, and the answers that it rests on."""

    conversion: Conversion
    answers: Answers


def complete(
    run: Run,
    given: Answers,
    dictionary: Dictionary,
    console: Console,
    defaults: Mapping[str, Default] | None = None,
    instruments: Instruments | None = None,
) -> Completed:
    """Convert with ``run`` and ask for what is missing, until nothing new is.

    ``given`` are answers that are known already; ``defaults`` (by data name) are
    offered, never taken by themselves. Where directions of axes are assumed, the
    instrument is asked for first: what its file states need not be asked. Raises
    Abandoned, and whatever ``run`` raises.
    """
    talk = _Talk(run, dictionary, console, defaults or {}, given, run(given))
    if instruments is not None and talk.conversion.assumes_axes:
        talk.place(instruments)
    talk.done.update(_inapplicable(given, dictionary))
    for _ in range(MAX_ROUNDS):
        if talk.stopped or not talk.round():
            break
    talk.leave()
    return Completed(talk.conversion, talk.answers)


def _inapplicable(given: Answers, dictionary: Dictionary) -> Iterable[str]:
    """Data names of which it is known that they do not apply."""
    for (category, object_id), answer in given.values.items():
        definition = dictionary.object(category, object_id)
        if definition is not None and not answer.picks:
            yield definition.id


@dataclass
class _Talk:
    """A conversation as far as it has come."""

    run: Run
    dictionary: Dictionary
    console: Console
    defaults: Mapping[str, Default]
    answers: Answers
    conversion: Conversion
    done: set[str] = field(default_factory=set)
    """Data names (ids) that were asked for."""
    wants_recommended: bool | None = None
    """Whether to ask for what is recommended; None: not asked yet."""
    stopped: bool = False

    def place(self, instruments: Instruments) -> None:
        """Ask for the instrument, and convert again with it."""
        try:
            chosen = ask_instrument(self.console, instruments.known)
        except Stopped:
            self.stopped = True
            self.console.say("")
            return
        if chosen is not None:
            self.run = instruments.run_with(chosen)
            self.conversion = self.run(self.answers)

    def round(self) -> bool:
        """Ask for all that is missing now, and convert again; False if that is the end."""
        asked = questions(self.conversion, self.done, self.defaults)
        if not asked.required and (self.wants_recommended is False or not asked.recommended):
            return False
        before = self.answers
        try:
            self._introduce(asked)
            self._ask(asked.required)
            if asked.recommended and self._goes_on(asked):
                self._ask(asked.recommended)
        except Stopped:
            self.stopped = True
            self.console.say("")
        if self.answers is before:
            return False
        known = self._complaints()
        self.conversion = self.run(self.answers)
        for message in self._complaints() - known:
            self._say(f"Not used as it is: {message}")
        return not self.stopped

    def leave(self) -> None:
        """Say what could not be asked, at the end."""
        asked = questions(self.conversion, self.done, self.defaults)
        if self.stopped:
            return
        if not self.done and not asked.unasked:
            self._say("Nothing is missing that could be asked for.")
        for unasked in asked.unasked:
            self._say(f"Not asked: {unasked.name}, {unasked.why}; an answers file can give it.")

    # -- steps

    def _introduce(self, asked: Asked) -> None:
        if self.done:
            self._say("With these answers something else is needed.")
            return
        parts = [
            f"{len(part)} {kind}"
            for part, kind in ((asked.required, "required"), (asked.recommended, "recommended"))
            if part
        ]
        self._say(f"Missing: {', '.join(parts)}.")
        self._say(wording.LEGEND)

    def _goes_on(self, asked: Asked) -> bool:
        if self.wants_recommended is None:
            count = len(asked.recommended)
            self.console.say("")
            self.wants_recommended = confirmed(
                self.console, f"Also answer {count} recommended?", otherwise=False
            )
        return self.wants_recommended

    def _ask(self, group: tuple[Question, ...]) -> None:
        width = self.console.width
        for number, found in enumerate(group, start=1):
            question = self._with_rows(found)
            self.done.add(question.name)
            self.console.say("")
            self.console.say(wording.asked(question, number, len(group), self.dictionary, width))
            answer = Dialogue(question, self.console, self.dictionary, self._probe()).run()
            if answer is not None:
                self._take(question, answer)

    def _take(self, question: Question, answer: Answer) -> None:
        if isinstance(answer, NotApplicable):
            made = not_applicable(PLACE)
        else:
            given = question.rows.completed(answer, question.definition.units)
            made = value(given.data, PLACE, given.unit)
        self.answers = merge(self.answers, Answers({target(question.definition): made}))

    def _with_rows(self, question: Question) -> Question:
        """The question, where answers have made rows that the conversion does not know of."""
        if question.rows.total is not None:
            return question
        category, _ = target(question.definition)
        lists = (
            v.picks[0].literal
            for (c, _), v in self.answers.values.items()
            if c == category and v.picks
        )
        lengths = {len(data) for data in lists if isinstance(data, list)}
        return replace(question, rows=Rows(max(lengths))) if lengths else question

    def _probe(self) -> str:
        """What kind of radiation it is, by an answer or by the source."""
        answer = self.answers.values.get(("diffrn_radiation", "probe"))
        if answer is not None and answer.picks:
            return str(answer.picks[0].literal)
        columns = (b.column("_diffrn_radiation.probe") for b in self.conversion.document.blocks)
        texts = {text for c in columns if c is not None for text in c.texts()} - {".", "?"}
        return texts.pop() if len(texts) == 1 else ""

    def _complaints(self) -> set[str]:
        """What the conversion says against answers."""
        names = {name.casefold() for name in self.done}
        return {
            f.message
            for f in self.conversion.findings
            if f.name in _REFUSED and (f.location.item or "").casefold() in names
        }

    def _say(self, text: str) -> None:
        for line in wording.wrapped(text, self.console.width, indent=0):
            self.console.say(line)
