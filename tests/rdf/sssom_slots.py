"""What SSSOM 1.1 asks of a TSV file, slot by slot: stricter than the official validator.

Written from the standard's description of the model. The official validator is run as
well where it is installed.
"""

from __future__ import annotations

import csv
import io
import re

import yaml

CURIE = re.compile(r"([a-z][a-z0-9_]*):([A-Za-z0-9_.~%-]+)")
URI = re.compile(r"https?://[^\s<>\"{}|\\^`]+")
TEXT = re.compile(r"[^\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]*")
PREDICATE = re.compile(r"skos:(exact|close|broad|narrow|related)Match")
JUSTIFICATION = re.compile(r"semapv:(ManualMappingCuration|MappingReview|UnspecifiedMatching)")
NOTHING = "sssom:NoTermFound"

HEADER: dict[str, object] = {
    "sssom_version": re.compile(r"1\.1"),
    "curie_map": dict,
    "mapping_set_id": URI,
    "mapping_set_version": TEXT,
    "mapping_set_source": [URI],
    "mapping_set_title": TEXT,
    "mapping_set_description": TEXT,
    "creator_id": [CURIE],
    "creator_label": [TEXT],
    "license": URI,
    "subject_source": CURIE,
    "subject_source_version": TEXT,
    "object_type": re.compile(r"owl (data|object) property|owl class|skos concept"),
    "object_source": CURIE,
    "object_source_version": TEXT,
    "mapping_tool": TEXT,
    "mapping_tool_version": TEXT,
    "mapping_date": re.compile(r"\d{4}-\d\d-\d\d"),
    "extension_definitions": list,
}
ROW: dict[str, re.Pattern[str]] = {
    "record_id": CURIE,
    "subject_id": CURIE,
    "subject_label": TEXT,
    "predicate_id": PREDICATE,
    "object_id": CURIE,
    "object_label": TEXT,
    "mapping_justification": JUSTIFICATION,
    "author_id": re.compile(rf"{CURIE.pattern}(\|{CURIE.pattern})*"),
    "author_label": TEXT,
    "mapping_cardinality": re.compile(r"1:1|1:n|n:1|n:n|1:0|0:1"),
    "confidence": re.compile(r"0(\.\d+)?|1(\.0+)?"),
    "comment": TEXT,
}
REQUIRED = {"subject_id", "predicate_id", "object_id", "mapping_justification"}


def split(text: str) -> tuple[dict, list[dict[str, str]]]:
    """The header and the rows, read with other means than the product's."""
    lines = text.split("\n")
    end = next(n for n, line in enumerate(lines) if not line.startswith("#"))
    header = yaml.safe_load("\n".join(line[2:] for line in lines[:end]))
    return header, list(csv.DictReader(io.StringIO("\n".join(lines[end:])), delimiter="\t"))


def problems(text: str) -> list[str]:
    """Everything that is not as the standard has it."""
    header, rows = split(text)
    found = [f"no {slot}" for slot in ("mapping_set_id", "license") if not header.get(slot)]
    found += [f"unknown slot {slot}" for slot in header if slot not in HEADER]
    for slot, value in header.items():
        found += _header(slot, value)
    own = {entry["slot_name"] for entry in header["extension_definitions"]}
    for entry in header["extension_definitions"]:
        found += _prefix(entry["property"], header, "property")
        found += _prefix(entry["type_hint"], header, "type_hint")
    seen: set[str] = set()
    for number, row in enumerate(rows, 1):
        found += [f"row {number}: {p}" for p in _row(row, own, header)]
        if row.get("record_id") in seen:
            found.append(f"row {number}: record_id twice")
        seen.add(row.get("record_id", ""))
    return found


def _header(slot: str, value: object) -> list[str]:
    rule = HEADER.get(slot)
    if isinstance(rule, type):
        return [] if isinstance(value, rule) else [f"{slot} is no {rule.__name__}"]
    if isinstance(rule, list):
        if not isinstance(value, list):
            return [f"{slot} is no list"]
        return [f"{slot}: {x}" for x in value if not rule[0].fullmatch(str(x))]
    if isinstance(rule, re.Pattern) and not rule.fullmatch(str(value)):
        return [f"{slot}: {value}"]
    return []


def _row(row: dict[str, str], own: set[str], header: dict) -> list[str]:
    found = [f"no {slot}" for slot in REQUIRED if not row.get(slot)]
    for slot, value in row.items():
        if slot is None or value is None:
            found.append("a row of another length")
            continue
        rule = ROW.get(slot, TEXT if slot in own else None)
        if rule is None:
            found.append(f"unknown slot {slot}")
        elif value and not rule.fullmatch(value):
            found.append(f"{slot}: {value!r}")
        if value and rule is CURIE:
            found += _prefix(value, header, slot)
        if re.fullmatch(r"\[.*\]|\(.*\)", value) and slot not in own and slot != "comment":
            found.append(f"{slot}: a list as text: {value}")
    sides = (row["subject_id"] == NOTHING, row["object_id"] == NOTHING)
    told = {(True, False): "0:1", (False, True): "1:0"}.get(sides, "")
    cardinality = row.get("mapping_cardinality", "")
    if told and cardinality not in (told, ""):
        found.append(f"cardinality {cardinality}, not {told}")
    if not told and "0" in cardinality:
        found.append("a cardinality of nothing")
    return found


def _prefix(value: str, header: dict, slot: str) -> list[str]:
    prefix = value.partition(":")[0]
    known = header.get("curie_map") or {}
    return [] if prefix in known else [f"{slot}: the prefix {prefix} is not declared"]
