"""A person who types what the test says."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field


@dataclass
class Typist:
    """A Console; afterwards ``seen`` is the whole conversation as on a terminal."""

    lines: list[str | None]
    """What is typed, in order; None and the end of the list are the end of input."""
    width: int = 80
    seen: str = ""
    prompts: list[str] = field(default_factory=list)

    @classmethod
    def of(cls, *lines: str | None) -> Typist:
        return cls(list(lines))

    def say(self, text: str) -> None:
        self.seen += f"{text}\n"

    def ask(self, prompt: str) -> str | None:
        self.prompts.append(prompt)
        line = self.lines.pop(0) if self.lines else None
        self.seen += f"{prompt}{'^D' if line is None else line}\n"
        return line

    @property
    def words(self) -> str:
        """The conversation without its line breaks."""
        return " ".join(self.seen.split())


def in_order(text: str, parts: Iterable[str]) -> bool:
    """True if all parts stand in the text, one after the other."""
    at = 0
    for part in parts:
        at = text.find(part, at)
        if at < 0:
            return False
        at += len(part)
    return True
