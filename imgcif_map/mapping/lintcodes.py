"""The findings of ``mapping lint`` on what a mapping means: both sides, and what links them."""

from __future__ import annotations

from imgcif_map.findings import Severity
from imgcif_map.mapping.mapcode import MapCode

_E, _W = Severity.ERROR, Severity.WARNING

LINT_CODES: tuple[MapCode, ...] = (
    MapCode(
        "MAP019", "missing-key", _E,
        "A part of a Loop category gives items but not its key.",
        "Rows without a key cannot be told apart, and nothing can refer to them.",
        "categories: {axis: {rows: $axes, items: {type: type}}}",
        'categories: {axis: {rows: $axes, items: {id: {key: ., name: "{name}"}, type: type}}}',
    ),
    MapCode(
        "MAP020", "no-derivation", _W,
        "A data name that every file needs has no derivation, and no reason under no_source:.",
        "Every conversion will end with a gap that nobody has thought about.",
        "a format that fills neither the wavelengths nor names them under no_source:",
        "no_source: {_diffrn_radiation_wavelength.value: the header does not state it}",
    ),
    MapCode(
        "MAP021", "unaccounted-item", _W,
        "The mapping has reasons for what its format cannot say (no_source:), but says nothing "
        "of this data name: no place, no fixed value, no reason.",
        "The list of reasons counts as complete: what it leaves out was forgotten or lost.",
        "no_source: without _diffrn_source.facility, which nothing fills",
        "no_source: {_diffrn_source.facility: the header does not name it}",
    ),
    MapCode(
        "MAP022", "unreachable-fallback", _W,
        "A candidate comes after one that always has a value, or repeats an earlier one.",
        "It will never be used.",
        "[{value: rotation}, type]",
        "[type, {value: rotation}]",
    ),
    MapCode(
        "MAP023", "overlay-without-effect", _W,
        "An overlay, an instrument or a format says what the mapping says without it.",
        "It is left over, or it was meant to say something else.",
        "let: {serial: $det/serial_number} in an overlay of nxmx",
        "let: {serial: $det/detector_number}",
    ),
    MapCode(
        "MAP024", "impossible-path", _E,
        "The declared definition (source: definition:) and the base classes have no such place.",
        "No file that follows the definition has it, so that it yields nothing; if files have it "
        "all the same, say so under source: beyond:. Overlays may name what their files have, "
        "unless it is nearly a name that the definitions know.",
        "$det/sensor_thicknes",
        "$det/sensor_thickness",
    ),
    MapCode(
        "MAP025", "wrong-unit-category", _E,
        "The definitions give the place another kind of unit than the mapping or the data name.",
        "The value would be refused in every conversion: it is another quantity.",
        "_diffrn_detector.layer_thickness: $det/count_time",
        "_diffrn_detector.layer_thickness: $det/sensor_thickness",
    ),
    MapCode(
        "MAP026", "wrong-source-type", _E,
        "What the definitions say of the place (text, number, true or false, a group) cannot be "
        "what the data name, the lookup or the function wants.",
        "The value would be refused in every conversion.",
        "_diffrn_detector.layer_thickness: $det/sensor_material",
        "_diffrn_detector.layer_thickness: $det/sensor_thickness",
    ),
    MapCode(
        "MAP027", "not-in-source-enumeration", _E,
        "A lookup or a comparison names a value that the place cannot have.",
        "The line never does anything.",
        "$arm[@transformation_type='rotaton']",
        "$arm[@transformation_type='rotation']",
    ),
    MapCode(
        "MAP028", "lookup-incomplete", _W,
        "A lookup has no line for a value that the definitions allow, and no otherwise:.",
        "Files with that value lose it; otherwise: says that this is meant.",
        "{from: $origin/probe, lookup: {x-ray: x-ray}}",
        "{from: $origin/probe, lookup: {x-ray: x-ray}, otherwise: gap}",
    ),
    MapCode(
        "MAP029", "source-used-twice", _W,
        "Two data names get the same place unchanged.",
        "Two data names that mean the same are rare; often a line was copied and not changed. "
        "match: or because: on one of the two says that it is meant.",
        "_diffrn_detector.make: $det/type, and _diffrn_detector.description: $det/type",
        "_diffrn_detector.make: $det/description, and _diffrn_detector.description: $det/type",
    ),
    MapCode(
        "MAP030", "mapped-and-disowned", _W,
        "no_source: names a data name that the mapping fills, or gaps: and ignore: a place that "
        "goes to a data name.",
        "One of the two is no longer true.",
        "no_source: {_axis.vector[1]: …} beside items: {_axis.vector[1..3]: vector}",
        "only one of the two",
    ),
    MapCode(
        "MAP031", "undeclared-assumption", _W,
        "Something is assumed without a reason: a default of a parameter that a file cannot say, "
        "a correction, an overlay.",
        "Assumptions are reported to people, who need to know why they may be made.",
        "fix: [{path: $det/x_pixel_size, unit: mm}]",
        "fix: [{path: $det/x_pixel_size, unit: mm, because: this writer labels millimetres as m}]",
    ),
    MapCode(
        "MAP032", "value-of-wrong-type", _E,
        "A fixed value, an assumption or a result of lookup does not fit type or range of the "
        "data name.",
        "It would be refused in every conversion.",
        "_array_structure_list.index: {value: first}",
        "_array_structure_list.index: {value: 1}",
    ),
    MapCode(
        "MAP033", "function-unfit", _E,
        "The last function yields text where the data name is a number, or states that the data "
        "name does not have.",
        "It would be refused in every conversion.",
        "_diffrn_scan.frames: {from: pixels, fn: dtype}",
        "_diffrn_scan.frames: {from: pixels, fn: length}",
    ),
    MapCode(
        "MAP034", "unit-never-said", _E,
        "The definitions give the place no unit, the mapping names none, and the data name needs "
        "one.",
        "Every conversion would report unit-missing and write nothing.",
        "_diffrn_scan.integration_time: $det/bit_depth_readout",
        "_diffrn_scan.integration_time: $det/count_time",
    ),
    MapCode(
        "MAP035", "test-without-meaning", _E,
        "A test expects a data name that is not in the dictionary, or a kind of gap that does "
        "not exist, or nothing at all.",
        "It can never hold, or always does.",
        "expect: {_diffrn_source.facilty: A}",
        "expect: {_diffrn_source.facility: A}",
    ),
    MapCode(
        "MAP036", "dangling-reference", _E,
        "ref: names a role, or goes to a data name, for which no key: of the mapping makes ids.",
        "Nothing would be found, in any file.",
        "axis_set_id: {ref: ., role: fsat}",
        "axis_set_id: {ref: ., role: fast}",
    ),
    MapCode(
        "MAP037", "unused-parameter", _W,
        "Nothing reads this parameter or table, or this place under source: beyond:.",
        "Setting it changes nothing: it is left over, or the place that should read it is "
        "misspelt.",
        "params: {pixel_referense: {default: corner}}, read nowhere",
        "params: {pixel_reference: {default: corner}}",
    ),
    MapCode(
        "MAP038", "unread-field", _W,
        "Nothing reads this field of a table.",
        "It is left over, or misspelt, so that the field that is read stays empty.",
        "tables: {modules: {fields: {pitch_fst: x_pixel_size}}}",
        "tables: {modules: {fields: {pitch_fast: x_pixel_size}}}",
    ),
    MapCode(
        "MAP039", "unmapped-node", _W,
        "The mapping lists what its format cannot say (no_source:), and the declared definition "
        "has a node that it neither reads nor names under gaps: or ignore:.",
        "Files that have it get a report about it, and nobody has decided what becomes of it.",
        "a mapping of NXmx that never mentions NXdetector/count_time",
        "exposure: $det/count_time",
    ),
    MapCode(
        "MAP040", "misspelt-key", _W,
        "The mapping asks for a header key that the reader of the format does not know, and that "
        "is nearly one that it knows.",
        "It yields nothing, and conversions go on without the value.",
        "exposure: Exposure_tme",
        "exposure: Exposure_time",
    ),
)  # fmt: skip
