"""How the formats of files are told apart by their first bytes."""

from __future__ import annotations

import re

_CBF_TEXT = re.compile(rb"(?:###|#\\#)CBF|[\s\S]*?_array_data\.(?:header_contents|data)\b", re.I)
_MINI = re.compile(rb"\s*# Detector: ")
_SMV = re.compile(rb"\s*\{\s*HEADER_BYTES\s*=", re.I)
_EXPT = re.compile(rb'\s*\{[\s\S]*?"__id__"\s*:\s*"ExperimentList"')
_BRUKER = re.compile(rb"FORMAT *: *(?:86|100)\b")
_EDF = re.compile(rb"\s*\{[^{}]*?\b(?:HeaderID|EDF_\w+|ByteOrder|DataType|Dim_1)\s*=[^;{}]*;", re.I)
_XDS = re.compile(
    rb"(?:^|[\r\n\t ])(ORG[XY]|DETECTOR_DISTANCE|X-RAY_WAVELENGTH|OSCILLATION_RANGE|DATA_RANGE|"
    rb"INCIDENT_BEAM_DIRECTION|NAME_TEMPLATE_OF_DATA_FRAMES)[ \t]*=",
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


def is_marccd(start: bytes) -> bool:
    """TIFF with the frame header of MarCCD behind 1024 bytes, by its name or its order flag."""
    flags = (b"\xd2\x04\0\0", b"\0\0\x10\xe1")
    return start[:4] in (b"II*\0", b"MM\0*") and (
        start[1028:1031] == b"MMX" or start[1028:1034] == b"MARCCD" or start[1052:1056] in flags
    )


def is_mar345(start: bytes) -> bool:
    """The number 1234 in either order, and the maker's name in front of the text."""
    return start[:4] in (b"\xd2\x04\0\0", b"\0\0\x04\xd2") and b"mar research" in start[64:256]


def is_bruker(start: bytes) -> bool:
    """Bruker SFRM: its first line is the number of the format."""
    return _BRUKER.match(start) is not None


def is_rod(start: bytes) -> bool:
    """Rigaku Oxford Diffraction."""
    return start.startswith(b"OD SAPPHIRE")


def is_edf(start: bytes) -> bool:
    """EDF: a brace, then one of the keys that each header has."""
    return _EDF.match(start) is not None
