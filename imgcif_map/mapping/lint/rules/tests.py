"""MAP035: embedded tests can hold, and can fail."""

from __future__ import annotations

from imgcif_map.mapping.gapcodes import GAP_KINDS
from imgcif_map.mapping.lint.subject import Subject
from imgcif_map.mapping.loading.shapes import near


def check(subject: Subject) -> None:
    """Tests expect data names and kinds of gaps that there are."""
    dictionary = subject.dictionary
    kinds = [kind.name for kind in GAP_KINDS]
    for test in subject.mapping.tests:
        for name in test.expect:
            if name.startswith("_") and dictionary.item(name) is None:
                hint = near(name, [definition.id for definition in dictionary.definitions.values()])
                message = f"the test '{test.name}' expects {name}, which is not in the dictionary"
                subject.book.say("test-without-meaning", message, test.place, hint)
        for kind in test.gaps:
            if kind not in kinds:
                message = f"the test '{test.name}' expects a gap of kind {kind}: there is none"
                subject.book.say("test-without-meaning", message, test.place, near(kind, kinds))
        if not test.expects_something:
            message = f"the test '{test.name}' expects nothing"
            subject.book.say("test-without-meaning", message, test.place, "add expect: or gaps:")
