"""Ready-made questions by name, from ``questions.yaml``."""

from __future__ import annotations

import datetime
import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from imgcif_map.errors import UsageError
from imgcif_map.mapping.yamltree import plain, read_yaml
from imgcif_map.rdf.ntriples import literal
from imgcif_map.rdf.terms import Literal
from imgcif_map.rdf.vocabulary import double

DATA = Path(__file__).with_name("questions.yaml")
_TODAY = "today"


@dataclass(frozen=True, slots=True)
class Question:
    """A question; what can be set has the value it has without."""

    name: str
    about: str
    query: str
    settings: Mapping[str, str | float] = field(default_factory=dict)

    def asked(self, given: Mapping[str, str]) -> str:
        """The query with settings; raises UsageError for what cannot be set so."""
        unknown = sorted(set(given) - set(self.settings))
        if unknown:
            known = ", ".join(self.settings) or "nothing can be set"
            raise UsageError(f"{self.name} has no setting {unknown[0]}", hint=known)
        query = self.query
        for name, default in self.settings.items():
            query = query.replace(f"{{{{{name}}}}}", _written(name, given.get(name), default))
        return query


def _written(name: str, given: str | None, default: str | float) -> str:
    if isinstance(default, str):
        text = default if given is None else given
        if text == _TODAY and default == _TODAY:
            text = datetime.datetime.now(datetime.UTC).date().isoformat()
        return literal(Literal(text.replace("{{", "{ {")))
    try:
        number = float(default if given is None else given)
    except ValueError:
        number = math.nan
    if not math.isfinite(number):
        raise UsageError(f"--set {name}={given}: not a number")
    return literal(double(number))


@cache
def questions() -> Mapping[str, Question]:
    """All questions by name."""
    found = {}
    for name, given in plain(read_yaml(DATA)).items():
        settings = dict(given.get("set", {}))
        found[name] = Question(name, given["about"], given["query"], settings)
    return found


def question(name: str) -> Question:
    """One question; raises UsageError for a name that there is not."""
    known = questions()
    if name not in known:
        raise UsageError(f"there is no question {name!r}", hint=f"one of {', '.join(known)}")
    return known[name]
