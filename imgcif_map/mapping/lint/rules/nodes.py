"""MAP039: every node of the declared definition is read, or said to be left out."""

from __future__ import annotations

from imgcif_map.mapping.lint.subject import Subject
from imgcif_map.mapping.tracing.calls import spots
from imgcif_map.mapping.tracing.flows import Spot
from imgcif_map.nexus.definitions import application_nodes, node_at


def check(subject: Subject) -> None:
    """Each node against the places that expressions ask for, gaps: and ignore: included.

    A format that lists what it cannot say claims to be complete; others may read what they like.
    """
    mapping = subject.mapping
    if not mapping.definition or not mapping.complete or mapping.overlaid:
        return
    known: set[str] = set()
    for spot in (*subject.asked, *_listed(subject)):
        for length in range(1, len(spot.steps) + 1):
            node = node_at(spot.steps[:length])
            if node is not None:
                known.add(node.name)
    for path, node in application_nodes().items():
        if node.name not in known:
            subject.book.say(
                "unmapped-node",
                f"{path} is neither read nor listed",
                mapping.place,
                "read it, or list it under gaps: or ignore:",
            )


def _listed(subject: Subject) -> list[Spot]:
    tracer, mapping = subject.tracer, subject.mapping
    sources = [*(gap.source for gap in mapping.gaps), *(entry.source for entry in mapping.ignores)]
    return [s for source in sources for s in spots(tracer.aside(source))]
