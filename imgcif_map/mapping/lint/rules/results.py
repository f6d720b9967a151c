"""MAP033: what the last function yields fits the data name."""

from __future__ import annotations

from imgcif_map.mapping.lint.subject import Subject


def check(subject: Subject) -> None:
    """Text for a number, states that the data name does not have."""
    for link in subject.traced.links:
        definition = subject.dictionary.item(link.item)
        if definition is None or not link.flow.functions or link.flow.lookup:
            continue
        function = subject.functions.get(link.flow.functions[-1][0])
        if function is None:
            continue
        place = link.flow.place if link.flow.place.line else link.place
        wants_number = definition.contents.casefold() in ("integer", "real")
        if wants_number and function.yields == "text":
            subject.book.say(
                "function-unfit",
                f"{function.name} yields {function.result}, and {definition.id} is a number",
                place,
            )
        legal = {state.casefold() for state in definition.states}
        wrong = [state for state in function.states if state.casefold() not in legal]
        if legal and definition.mandatory and wrong:
            subject.book.say(
                "function-unfit",
                f"{function.name} yields '{wrong[0]}', which {definition.id} may not be",
                place,
                f"legal are {', '.join(definition.states[:12])}",
            )
