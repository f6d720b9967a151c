"""MAP036: ids that are referred to are made somewhere."""

from __future__ import annotations

from collections.abc import Iterator

from imgcif_map.dictionary.model import Definition
from imgcif_map.mapping.engine.rowcells import spelled
from imgcif_map.mapping.lint.subject import Subject
from imgcif_map.mapping.loading.shapes import near
from imgcif_map.mapping.model import Pick, Value


def check(subject: Subject) -> None:
    """For each ref: there is a key: of the item it points to, in the same role."""
    made = {(d.id, pick.role) for d, pick in _picks(subject) if pick.kind == "key"}
    for definition, pick in _picks(subject):
        if pick.kind != "ref":
            continue
        targets = _targets(definition, pick, subject)
        if not targets or any((target, pick.role) in made for target in targets):
            continue
        roles = [role for target, role in made if target in targets]
        if roles:
            subject.book.say(
                "dangling-reference",
                f"no {targets[0]} is made in the role '{pick.role}'",
                pick.place,
                near(pick.role, roles) or f"roles are {', '.join(sorted(map(repr, set(roles))))}",
            )
        else:
            subject.book.say(
                "dangling-reference",
                f"no key: of the mapping makes {targets[0]}",
                pick.place,
                "add it to its category",
            )


def _picks(subject: Subject) -> Iterator[tuple[Definition, Pick]]:
    for name, category in subject.mapping.categories.items():
        for part in category.parts:
            for item, value in part.items.items():
                definition = subject.dictionary.object(name, spelled(item)[0])
                if definition is not None:
                    for pick in _inner(value):
                        yield definition, pick


def _inner(value: Value) -> Iterator[Pick]:
    for pick in value.picks:
        yield pick
        if isinstance(pick.source, Value):
            yield from _inner(pick.source)


def _targets(definition: Definition, pick: Pick, subject: Subject) -> list[str]:
    """The item that is meant and those that it links to in turn; [] if it is not known."""
    name = f"_{pick.to.lstrip('_')}" if pick.to else definition.linked_item
    found: list[str] = []
    target = subject.dictionary.item(name) if name else None
    while target is not None and target.id not in found:
        found.append(target.id)
        target = subject.dictionary.item(target.linked_item) if target.linked_item else None
    return found
