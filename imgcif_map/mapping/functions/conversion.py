"""Facts about the conversion itself: the program, the mapping, the dictionary, the data set."""

from __future__ import annotations

import numpy as np

from imgcif_map.errors import MappingError
from imgcif_map.mapping.functions.registry import Call, function
from imgcif_map.mapping.quantity import Quantity

FACTS = ("method", "dictionary", "dictionary_version", "dataset_id", "doi", "mapping")


@function(group="source", result="text", yields="text")
def conversion(call: Call, fact: str) -> str | None:
    """A fact about this conversion, or missing if it is not known.

    `method`: program and mapping with their versions (`_audit.creation_method`);
    `mapping`: the mapping's id; `dictionary`, `dictionary_version`: what the
    output conforms to; `dataset_id`: the id all data blocks share
    (`_audit_dataset.id`); `doi`: the DOI given with `--doi`.
    """
    if fact not in FACTS:
        raise MappingError(f"conversion() knows no {fact!r}", hint=f"it knows: {', '.join(FACTS)}")
    facts = call.option("conversion") or {}
    return facts.get(fact)


@function(
    group="values", result="text with the unit", yields="text", unit="none", section="read_written"
)
def written(values: Quantity) -> Quantity | None:
    """A number with its unit as text, for remarks: `6 kiloelectron volts`.

    Scalars only; without a unit just the number. Source: the unit codes of the
    dictionaries, with blanks for underscores.
    """
    if np.ndim(values.data):
        return None
    number = values.data.item() if isinstance(values.data, np.generic) else values.data
    text = f"{number:g}" if isinstance(number, float) else str(number)
    unit = (values.unit or "").replace("_", " ")
    return values.with_data(f"{text} {unit}".strip(), unit=None)
