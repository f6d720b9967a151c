"""``dictionary impact``: every mapping line that a new dictionary touches."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from imgcif_map.dictionary.changes import Change, DictionaryDiff, Effect, dictionary_diff
from imgcif_map.dictionary.load import load_dictionary
from imgcif_map.dictionary.model import Dictionary
from imgcif_map.errors import Place
from imgcif_map.mapping.functions import load_functions
from imgcif_map.mapping.impact.both import failing, linted, refused
from imgcif_map.mapping.impact.judge import Judgement, judged
from imgcif_map.mapping.impact.keys import key_impacts, link_impacts
from imgcif_map.mapping.impact.leaves import OPEN
from imgcif_map.mapping.impact.model import DictionaryImpact, Impact, Verdict
from imgcif_map.mapping.impact.states import Both, of_leaf
from imgcif_map.mapping.impact.uses import Role, Use, uses_of, uses_of_profile
from imgcif_map.mapping.impact.wordsback import words_back
from imgcif_map.mapping.impact.written import Nodes, Written, written
from imgcif_map.mapping.library import Library
from imgcif_map.mapping.model import Mapping, MappingFile
from imgcif_map.mapping.testing import TestResult
from imgcif_map.mapping.testing.run import Back, Progress
from imgcif_map.resources import mapping_paths

Marked = tuple[Impact, Use]


def dictionary_impact(
    new: Dictionary | str | Path,
    old: Dictionary | str | Path | None = None,
    mappings: Sequence[str] = (),
    *,
    import_paths: Sequence[Path] = (),
    library: Library | None = None,
    tests: bool = True,
    back: Back | None = None,
    progress: Progress | None = None,
) -> DictionaryImpact:
    """What a new dictionary does to mappings: which lines it touches, and whether they still work.

    ``old`` is the dictionary in use by default, ``mappings`` are ids or files (all, and the
    profiles, by default). The result has ``impacts`` (place, change, verdict, why, what to do),
    the ``findings`` of lint and the ``failing`` embedded tests that the old dictionary did not
    have, and says whether anything ``breaks``.

    Without ``tests`` the embedded tests are not run; ``back`` runs those of the way back, which
    is of a layer above (:func:`imgcif_map.reverse.testing.run_back`). ``progress`` is told what
    is done, and how much of it. Raises UnreadableInput, MappingError.
    """
    before = old if isinstance(old, Dictionary) else _load(old, import_paths)
    after = new if isinstance(new, Dictionary) else _load(new, import_paths)
    diff = dictionary_diff(before, after)
    functions = load_functions()
    library = library or Library(mapping_paths(), functions)
    # By path: finding a file by its id reads others, too.
    paths = [f.path for f in library.files.values() if f.kind != "form"]
    names = [library.file(name).path for name in mappings] if mappings else paths
    files = [library.file(name) for name in names]
    ids = tuple(file.id for file in files)
    if not diff.changes:
        return DictionaryImpact(diff, (), (), (), (), ids, 0)
    composed = [library.standing(file) for file in files]
    old_findings = linted(composed, before, functions, progress)
    new_findings = linted(composed, after, functions, progress)
    appeared = tuple(f for key, f in new_findings.items() if key not in old_findings)
    settled = tuple(f for key, f in old_findings.items() if key not in new_findings)
    failed, number = failing(names if tests else [], library, before, after, back, progress)
    subject = _Subject(diff, composed, _members(files, library))
    if not mappings:
        subject.read_profiles(library.folders)
    marked = refused([*subject.impacts(), *subject.expected(failed)], appeared)
    return DictionaryImpact(diff, _sorted(marked), appeared, settled, failed, ids, number)


def _load(name: str | Path | None, import_paths: Sequence[Path]) -> Dictionary:
    return load_dictionary(*([] if name is None else [name]), import_paths=import_paths)


def _members(files: Iterable[MappingFile], library: Library) -> list[MappingFile]:
    """The files with all that they build on, each once."""
    found = {m.path: m for file in files for m in library.lineage(file)}
    return list(found.values())


_ORDER = {verdict: number for number, verdict in enumerate(Verdict)}


def _sorted(marked: Iterable[Marked]) -> tuple[Impact, ...]:
    """Each change once at a place, by its worst verdict."""
    worst: dict[tuple[Place, Change], Impact] = {}
    for impact, _ in marked:
        key = (impact.place, impact.change)
        known = worst.get(key)
        if known is None or _ORDER[impact.verdict] < _ORDER[known.verdict]:
            worst[key] = impact
    return tuple(
        sorted(
            worst.values(),
            key=lambda i: (i.place.file, i.place.line, i.place.column, _ORDER[i.verdict]),
        )
    )


@dataclass
class _Subject:
    """The mappings at hand, in all forms that are needed."""

    diff: DictionaryDiff
    mappings: Sequence[Mapping]
    files: Sequence[MappingFile]
    uses: dict[str, list[Use]] = field(default_factory=dict)
    """By the casefolded id that the old dictionary has for what is named, or the name."""
    tests: list[Use] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.nodes = Nodes()
        for file in self.files:
            self.nodes.add(file)
            self._take(uses_of(file))
        self.leaves: dict[str, list[Written]] = {}
        for leaf in written(self.mappings, self.nodes):
            self.leaves.setdefault(self._id(leaf.item), []).append(leaf)

    def read_profiles(self, folders: Iterable[Path]) -> None:
        """Take in the profiles that stand beside mappings."""
        for folder in folders:
            for path in sorted((folder / "profiles").glob("*.yaml")):
                self._take(uses_of_profile(path))

    def _take(self, uses: Iterable[Use]) -> None:
        for use in uses:
            self.uses.setdefault(self._id(use.name), []).append(use)

    def _id(self, name: str) -> str:
        found = self.diff.old.item(name)
        return (found.id if found is not None else name).casefold()

    def impacts(self) -> Iterator[Marked]:
        """What every change does to every line."""
        for change in self.diff.changes:
            if change.kind == "added":
                continue
            yield from self._of_uses(change)
            if change.of_category:
                yield from self._made(
                    change, key_impacts(change, self.uses, self.mappings, self.diff)
                )
            else:
                yield from self._made(change, words_back(change, self.uses, self.diff))
                yield from self._of_leaves(change)
                yield from self._made(change, link_impacts(change, self.uses, self.mappings))

    def _named(self, change: Change) -> list[Use]:
        found = self.uses.get(change.subject.casefold(), [])
        if change.kind == "alias-removed":
            return [use for use in found if use.name.casefold() == change.old.casefold()]
        return found

    def _of_uses(self, change: Change) -> Iterator[Marked]:
        for use in self._named(change):
            said = judged(change, use, self.diff.new)
            if said is not None:
                yield _marked(change, use, said)

    def _of_leaves(self, change: Change) -> Iterator[Marked]:
        old, new = self.diff.old.item(change.subject), self.diff.new.item(change.now)
        leaves = self.leaves.get(change.subject.casefold(), [])
        if old is None or new is None:
            return
        for leaf in leaves:
            said = of_leaf(change, leaf, Both(old, new))
            if said is not None:
                role = leaf.leaf.kind if leaf.leaf.kind != OPEN else "unit"
                yield _at(change, leaf.place, role, leaf.item, said)
        gone = change.kind == "state-removed" and change.effect is Effect.BREAKING
        if gone:
            why = f"what a source says is written as it is, and {change.old} is no legal word now"
            open_ones = {leaf.value for leaf in leaves if leaf.leaf.kind == OPEN}
            for use in self._named(change):
                if use.role is Role.ITEM and use.node.place in open_ones:
                    said = Verdict.CHECK, why, "see whether sources say it; add a lookup: if so"
                    yield _marked(change, use, said)

    def expected(self, failed: Sequence[TestResult]) -> Iterator[Marked]:
        """Lines of tests that fail, where the data name itself has changed."""
        wrong = {(p.place.file, p.place.line) for result in failed for p in result.problems}
        back = {result.place for result in failed}
        for change in self.diff.changes:
            told = not change.of_category and change.kind not in ("state-added", "alias-added")
            for use in self._named(change) if told else []:
                breaking = change.effect is Effect.BREAKING
                if use.role is Role.GIVEN and use.node.place in back and breaking:
                    why = "the test gives what it was with the old dictionary"
                    todo = "give what is right now, or expect something else of it"
                elif use.role is Role.EXPECT and any(
                    (use.place.file, line) in wrong for line in use.lines
                ):
                    why = "the test expects what it was with the old dictionary"
                    todo = "expect what is right now"
                else:
                    continue
                yield _marked(change, use, (Verdict.BROKEN, why, todo))

    def _made(self, change: Change, found: Iterable[tuple[Use, Judgement]]) -> Iterator[Marked]:
        for use, said in found:
            yield _marked(change, use, said)


def _marked(change: Change, use: Use, said: Judgement) -> Marked:
    return Impact(use.place, use.role.value, use.name, change, *said), use


def _at(change: Change, place: Place, role: str, name: str, said: Judgement) -> Marked:
    from imgcif_map.mapping.yamltree import Scalar

    use = Use(Role.ITEM, name, place, Scalar(place, None, "", place, False))
    return Impact(place, role, name, change, *said), use
