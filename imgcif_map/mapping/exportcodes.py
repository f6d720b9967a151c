"""The findings of exports of mapping files, beside those of ``mapping lint``."""

from __future__ import annotations

from imgcif_map.findings import Severity
from imgcif_map.mapping.codes import MapCode

EXPORT_CODES: tuple[MapCode, ...] = (
    MapCode(
        "MAP051", "mapping-without-licence", Severity.ERROR,
        "The mapping file, or one that it builds on, has no license: or one that is neither an "
        "SPDX identifier nor an address.",
        "Nobody may use an exported mapping without one, and SSSOM requires it.",
        "id: my-detector (and no license:)",
        "license: CC0-1.0",
    ),
    MapCode(
        "MAP052", "match-said-twice", Severity.ERROR,
        "Of one place in the source and one data name a mapping says two different things "
        "with match:.",
        "An export has one row for the two, which can say one thing only.",
        "[{from: name, match: exact}, {from: name, fn: first, match: broad}]",
        "[{from: name, match: broad}, {from: name, fn: first, match: broad}]",
    ),
    MapCode(
        "MAP053", "exact-but-converted", Severity.ERROR,
        "match: exact stands where the unit of the source is not that of the data name, or is "
        "what each file says.",
        "Exact means that value, unit and shape are the same: others would copy the number.",
        "_diffrn_detector.layer_thickness: {from: thickness, unit: m, match: exact}",
        "_diffrn_detector.layer_thickness: {from: thickness, unit: m, match: close}",
    ),
    MapCode(
        "MAP054", "unknown-source-term", Severity.NOTE,
        "A place of a NeXus file is not in the NeXus definitions.",
        "It gets a name of our own in exports; it may be a name of an older release, or of a "
        "program, or misspelt.",
        "$det/detector_distance",
        "$det/distance",
    ),
    MapCode(
        "MAP055", "doubled-row", Severity.ERROR,
        "Two rows of a mapping set have the same subject, predicate and object.",
        "A mapping is counted twice by whoever reads the set.",
        "two lines of a table with the same three identifiers",
        "one line",
    ),
    MapCode(
        "MAP056", "unknown-nexus-class", Severity.WARNING,
        "A path in a NeXus file asks for a class that NeXus does not have.",
        "No group has it, unless a facility has classes of its own.",
        "*:NXdetectr/description",
        "*:NXdetector/description",
    ),
)  # fmt: skip
