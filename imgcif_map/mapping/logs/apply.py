"""Experiment logs beside the sources of a conversion: keys for headers, answers for data names."""

from __future__ import annotations

from collections.abc import Sequence

from imgcif_map.dictionary.model import Dictionary
from imgcif_map.errors import MappingError, Place, UnreadableInput
from imgcif_map.mapping.answers import Answers, answer_of
from imgcif_map.mapping.logs.merge import merged
from imgcif_map.mapping.logs.model import Log
from imgcif_map.sources.base import Source
from imgcif_map.sources.headers.source import HeaderSource
from imgcif_map.sources.remarks import Remark

_SHOWN = 5


def amended(sources: Sequence[Source], logs: Sequence[Log]) -> tuple[list[Source], list[Remark]]:
    """The sources with what logs say put into image headers, and what fits nowhere."""
    if not logs:
        return list(sources), []
    result: list[Source] = []
    remarks: list[Remark] = []
    for source in sources:
        if isinstance(source, HeaderSource):
            headers, said = merged(source.headers, logs)
            source = source.amended(headers, said)
        result.append(source)
    if not any(isinstance(source, HeaderSource) for source in result):
        remarks = [remark for log in logs if (remark := _homeless(log)) is not None]
    return result, remarks


def _homeless(log: Log) -> Remark | None:
    """What a log says by keys where there are no image headers to take them."""
    keys = [*log.common, *dict.fromkeys(key for row in log.single.values() for key in row)]
    if not keys:
        return None
    more = f" and {len(keys) - _SHOWN} more" if len(keys) > _SHOWN else ""
    return Remark(
        "unmapped-source",
        f"{log.path} has keys that nothing reads: {', '.join(keys[:_SHOWN])}{more}",
        log.path,
        hint="keys are read with image headers; with a master use data names as keys",
    )


def answers_of(logs: Sequence[Log], dictionary: Dictionary) -> Answers:
    """What logs say under data names, as answers. Raises UnreadableInput for unknown names."""
    values = {}
    for log in logs:
        for name, fact in log.names.items():
            try:
                found = answer_of(name, fact.value, fact.unit, dictionary, Place(log.path))
            except MappingError as error:
                raise UnreadableInput(error.message, hint=error.hint) from error
            values[found[0]] = found[1]
    return Answers(values)
