"""What a command left behind, and what every refusal has in common."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Outcome:
    """What a command left behind."""

    code: int
    out: str
    err: str

    @property
    def said(self) -> str:
        """What stands on stderr without its line breaks, which depend on the terminal."""
        return " ".join(self.err.split())


def check_message(outcome: Outcome, *words: str) -> None:
    """Exit code 2, nothing on stdout, one clear message and no traceback on stderr."""
    assert outcome.code == 2, outcome
    assert outcome.out == ""
    assert "Traceback" not in outcome.err
    assert "internal error" not in outcome.err
    assert 1 <= len(outcome.err.strip().splitlines()) <= 4, outcome.err
    for word in words:
        assert word in outcome.err
