"""The conversation shown in the documentation is a real one."""

from __future__ import annotations

import re
from pathlib import Path

from imgcif_map.api import convert
from imgcif_map.interactive import complete
from imgcif_map.mapping.answers import Answers
from imgcif_map.mapping.answersfile import answers_text
from imgcif_map.sample import build

from .ask import dictionary
from .fake import Typist

_TYPED = re.compile(r"^(?:  (?:\[.*\] )?> ?|.*\[[yYnN]/[yYnN]\] ?)(.*)$")


def shown(root: Path) -> str:
    page = (root / "docs/how-to/fill-gaps.md").read_text("utf-8")
    [found] = re.findall(r"```\n(Missing: .*?)```", page, re.DOTALL)
    return found


def bare(text: str) -> str:
    return "\n".join(line.rstrip() for line in text.strip().splitlines())


def test_the_page_shows_what_happens(root, tmp_path):
    page = shown(root)
    typed = [found[1] for line in page.splitlines() if (found := _TYPED.match(line))]
    assert typed == ["y", "65535", "1,0", "1.0", "250 ns", "", "q"]
    master = build(tmp_path, "scan")
    typist = Typist(list(typed), width=79)
    done = complete(
        lambda answers: convert(
            master, answers=answers, profile="reprocessing", dictionary=dictionary()
        ),
        Answers(),
        dictionary(),
        typist,
    )
    assert bare(typist.seen) == bare(page)
    whole = (root / "docs/how-to/fill-gaps.md").read_text("utf-8")
    [entry] = re.findall(r"```yaml\n(# Dead time.*?)```", whole, re.DOTALL)
    assert entry in answers_text(done.answers, dictionary())
