"""How the formats of files are told apart by their first bytes."""

from __future__ import annotations

import re

_CBF_TEXT = re.compile(rb"(?:###|#\\#)CBF|[\s\S]*?_array_data\.(?:header_contents|data)\b", re.I)
_MINI = re.compile(rb"\s*# Detector: ")
_SMV = re.compile(rb"\s*\{\s*HEADER_BYTES\s*=", re.I)
_EXPT = re.compile(rb'\s*\{[\s\S]*?"__id__"\s*:\s*"ExperimentList"')
_XDS = re.compile(
    rb"(?:^|[\r\n ])(?:ORG[XY]|DETECTOR_DISTANCE|X-RAY_WAVELENGTH|OSCILLATION_RANGE|"
    rb"NAME_TEMPLATE_OF_DATA_FRAMES)\s*=",
)


def is_cbf(start: bytes) -> bool:
    """CBF, or the text part of one: magic line, header convention, or miniCBF header alone."""
    return start.startswith((b"###CBF", b"###_CBF")) or bool(
        _MINI.match(start) or _CBF_TEXT.match(start)
    )


def is_smv(start: bytes) -> bool:
    """SMV: a brace, then HEADER_BYTES."""
    return _SMV.match(start) is not None


def is_expt(start: bytes) -> bool:
    """A DIALS experiment list (JSON)."""
    return _EXPT.match(start) is not None


def is_xds(start: bytes) -> bool:
    """XDS.INP: text with at least two of its usual keywords."""
    return b"\0" not in start and len(set(_XDS.findall(start))) >= 2
