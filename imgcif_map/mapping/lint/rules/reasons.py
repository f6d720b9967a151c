"""MAP031: what is assumed has a reason."""

from __future__ import annotations

from imgcif_map.mapping.lint.subject import Subject


def check(subject: Subject) -> None:
    """Defaults of parameters and overlays say why."""
    for param in subject.mapping.params.values():
        if param.default is not None and not param.explained:
            subject.book.say(
                "undeclared-assumption",
                f"the parameter {param.name} has a default and no reason",
                param.place,
                "add because: and why it may be assumed, or because: null if it is a fact",
            )
    for name, place in subject.mapping.unexplained:
        subject.book.say(
            "undeclared-assumption",
            f"the overlay {name} does not say why it changes things",
            place,
            "add because: at the top of the file",
        )
