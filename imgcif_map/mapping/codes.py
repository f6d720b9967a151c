"""The findings of ``mapping lint``: stable codes and what each means (``explain MAP###``)."""

from __future__ import annotations

from imgcif_map.findings import Severity
from imgcif_map.mapping.lintcodes import LINT_CODES
from imgcif_map.mapping.mapcode import MapCode

__all__ = ["MAP_CODES", "MapCode", "map_code"]


_E, _W = Severity.ERROR, Severity.WARNING

MAP_CODES: tuple[MapCode, ...] = (
    MapCode(
        "MAP001", "unreadable-mapping", _E,
        "The file is not legal YAML, not of the language's shape, or has a wrong expression.",
        "Nothing of the file can be used.",
        "let: {det: instrument/detector + 1}",
        "let: {det: instrument/detector}",
    ),
    MapCode(
        "MAP002", "unknown-data-name", _E,
        "An item of a category, or a name under items:, is not in the dictionary.",
        "The value would be written under a name that nobody can read.",
        "items: {_diffrn_source.facilty: $ins/name}",
        "items: {_diffrn_source.facility: $ins/name}",
    ),
    MapCode(
        "MAP003", "unknown-category", _E,
        "A category is not in the dictionary, or count: names one that the mapping does not fill.",
        "Its rows would have no meaning, its count would always be 0.",
        "categories: {diffrn_axis: {items: {id: name}}}",
        "categories: {axis: {items: {id: name}}}",
    ),
    MapCode(
        "MAP004", "unknown-function", _E,
        "A call or fn: names a function that is not in the registry.",
        "Mapping files call documented functions only; a new one is written in Python.",
        "fn: frist",
        "fn: first",
    ),
    MapCode(
        "MAP005", "wrong-arguments", _E,
        "A function is called with too few or too many arguments or with an unknown keyword.",
        "It cannot run; under fn: the value itself is the first argument.",
        "fn: scale(2, -1, 3, 4)",
        "fn: scale(2, -1)",
    ),
    MapCode(
        "MAP006", "unknown-name", _E,
        "$name is no let, table, parameter, loop variable, sibling field or $block.",
        "It would silently yield nothing.",
        "let: {name: $dett/description}",
        "let: {det: instrument/detector, name: $det/description}",
    ),
    MapCode(
        "MAP007", "shadowed-name", _E,
        "A loop variable, field, table or parameter has the name of another thing in reach.",
        "Which of the two $name means would depend on where it stands.",
        "let: {module: ...} with rows: {each: $modules, as: module}",
        "let: {element: ...} with rows: {each: $modules, as: module}",
    ),
    MapCode(
        "MAP008", "unknown-field", _E,
        "A path names a field that the table does not have.",
        "It would silently yield nothing.",
        "from: $scan/frame",
        "from: $scan/frames",
    ),
    MapCode(
        "MAP009", "unused-let", _W,
        "Nothing uses this let.",
        "It is left over, or the place that should use it is misspelt.",
        "let: {beam_x: $det/beam_centre_x}, used nowhere",
        "items: {_x.y: $beam_x}",
    ),
    MapCode(
        "MAP010", "unknown-unit", _E,
        "A unit of the mapping is not known.",
        "Values cannot be converted to the dictionary's unit.",
        "unit: milimetre",
        "unit: mm",
    ),
    MapCode(
        "MAP011", "unknown-state", _E,
        "A fixed value, an assumption or a result of lookup is not among the item's legal states.",
        "The file would not be valid.",
        "_axis.type: {value: rotaton}",
        "_axis.type: {value: rotation}",
    ),
    MapCode(
        "MAP012", "ref-without-target", _E,
        "ref: stands on an item that the dictionary links to nothing and that has no to:, "
        "or to: is not a data name.",
        "It is not known which key it refers to.",
        "detector_id: {ref: $block}",
        "detector_id: {ref: $block, to: diffrn_detector.id}",
    ),
    MapCode(
        "MAP013", "key-without-name", _E,
        "key: has no template name:.",
        "The identifier would have no text.",
        "id: {key: .}",
        'id: {key: ., name: "{name}"}',
    ),
    MapCode(
        "MAP014", "assume-without-because", _E,
        "assume: has no because:.",
        "An assumption is reported to people, who need to know why it may be made.",
        "{from: probe, assume: x-ray}",
        "{from: probe, assume: x-ray, because: the format is used with X-rays only}",
    ),
    MapCode(
        "MAP015", "cycle", _E,
        "Names depend on each other in a circle.",
        "None of them can be evaluated.",
        "let: {a: $b, b: $a}",
        "let: {a: detector, b: $a}",
    ),
    MapCode(
        "MAP016", "doubled-item", _E,
        "Two items of one part supply the same data name, e.g. vector[1..3] and vector[2].",
        "One of them would be lost.",
        'items: {"vector[1..3]": vector, "vector[2]": {value: 0}}',
        'items: {"vector[1..3]": vector}',
    ),
    MapCode(
        "MAP017", "replaced-data-name", _W,
        "The dictionary has replaced this data name by another, or has it as an alias of another.",
        "New files should use the current name.",
        "an item whose definition has _definition_replaced.by",
        "the item that replaces it",
    ),
    MapCode(
        "MAP018", "impossible-unit", _E,
        "The unit a mapping gives cannot be converted to that of the data name.",
        "No value would ever be written.",
        "_diffrn_detector.layer_thickness: {from: thickness, unit: s}",
        "_diffrn_detector.layer_thickness: {from: thickness, unit: um}",
    ),
    *LINT_CODES,
)  # fmt: skip


def map_code(name: str) -> MapCode:
    """The entry of a readable name; raises KeyError if there is none."""
    for entry in MAP_CODES:
        if entry.name == name:
            return entry
    raise KeyError(name)
