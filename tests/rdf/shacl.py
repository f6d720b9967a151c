"""pyshacl on rows of CIF files: what is violated, and how many nodes were looked at."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from rdflib import RDF, SH, Graph

from imgcif_map.cif.document import Block
from imgcif_map.dictionary.model import Dictionary
from imgcif_map.rdf.output import to_rdflib
from imgcif_map.rdf.rows import row_lines
from imgcif_map.rdf.shapes import shapes

HOME = "https://example.org/data#"


@dataclass(frozen=True)
class Violation:
    """One result: node, what it is about, and which constraint it breaks."""

    node: str
    path: str
    constraint: str
    value: str


@dataclass(frozen=True)
class Report:
    conforms: bool
    focus: int
    """How many nodes the shapes had to look at."""
    violations: frozenset[Violation]


@dataclass(frozen=True)
class Judge:
    """The shapes of a dictionary, made once."""

    dictionary: Dictionary
    graph: Graph

    @classmethod
    def of(cls, dictionary: Dictionary) -> Judge:
        return cls(dictionary, to_rdflib(shapes(dictionary)))

    def rows(self, blocks: Iterable[Block], home: str = HOME) -> str:
        return "".join(row_lines(blocks, self.dictionary, home))

    def report(self, lines: str) -> Report:
        import pyshacl

        data = Graph().parse(data=lines, format="nt")
        targets = set(self.graph.objects(None, SH.targetClass))
        focus = {s for s, c in data.subject_objects(RDF.type) if c in targets}
        used = [t for t in targets if (None, RDF.type, t) in data]
        assert bool(focus) == bool(used)
        conforms, results, _ = pyshacl.validate(
            data, shacl_graph=self.graph, inference="none", inplace=True
        )
        return Report(conforms, len(focus), frozenset(_violations(results)))


def _violations(results: Graph) -> Iterable[Violation]:
    for result in results.subjects(RDF.type, SH.ValidationResult):
        constraint = str(results.value(result, SH.sourceConstraintComponent))
        # A shape of its own holds ranges of what may have an uncertainty.
        about = results.value(result, SH.resultPath) or results.value(result, SH.sourceShape)
        yield Violation(
            str(results.value(result, SH.focusNode)),
            str(about).rpartition("#")[2].partition("/")[0],
            constraint.rpartition("#")[2].removesuffix("ConstraintComponent"),
            str(results.value(result, SH.value)),
        )
