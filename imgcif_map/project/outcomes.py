"""What becomes of each file: one after the other, side by side, or all together."""

from __future__ import annotations

import sys
from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass

from imgcif_map.cif.document import Document
from imgcif_map.errors import UnreadableInput
from imgcif_map.project import workers
from imgcif_map.project.inputs import STDIN
from imgcif_map.project.judge import Judge, Outcome, Task
from imgcif_map.project.settings import DATA


@dataclass(frozen=True)
class Outcomes:
    """The outcomes of some tasks, in their order; standard input is read in this process."""

    tasks: Sequence[Task]
    judge: Judge
    stdin_name: str

    def one_by_one(self, jobs: int) -> Generator[Outcome, None, None]:
        """Each file by itself, by as many processes as are worth while and not more than that."""
        on_disk = [task for task in self.tasks if task.name != STDIN]
        count = workers.processes(jobs, on_disk)
        found = _side_by_side(on_disk, count) if count > 1 else map(self.judge.outcome, on_disk)
        for task in self.tasks:
            yield next(found) if task.name != STDIN else self._alone(task)
        for _ in found:  # nothing is left, but its processes are
            raise AssertionError("more outcomes than files")

    def together(self) -> Generator[Outcome, None, None]:
        """The data as one data set, dictionaries that are checked themselves each by itself."""
        data = [task for task in self.tasks if task.settings.kind == DATA]
        documents = [self._read(task) for task in data]
        readable = [
            (document, task.settings)
            for document, task in zip(documents, data, strict=True)
            if isinstance(document, Document)
        ]
        describe = any(task.describe for task in data)
        reports = iter(self.judge.judged_together(readable, describe=describe))
        read = iter(documents)
        for task in self.tasks:
            if task.settings.kind != DATA:
                yield self.judge.outcome(task)
                continue
            document = next(read)
            yield next(reports) if isinstance(document, Document) else document

    def _alone(self, task: Task) -> Outcome:
        document = self._read(task)
        if isinstance(document, UnreadableInput):
            return document
        return self.judge.judged(document, task.settings, describe=task.describe)

    def _read(self, task: Task) -> Document | UnreadableInput:
        from imgcif_map.cif.reader import parse_cif, read_cif

        try:
            if task.name == STDIN:
                return parse_cif(sys.stdin.buffer.read(), self.stdin_name)
            return read_cif(task.name)
        except UnreadableInput as error:
            return error


def _side_by_side(tasks: Sequence[Task], count: int) -> Iterator[Outcome]:
    # Only now: what it takes to start processes costs a tenth of a small file's check.
    from imgcif_map.project.pool import outcomes

    return outcomes(tasks, count)
