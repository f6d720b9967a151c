"""An experiment in a few sentences."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from imgcif_map.account.facts import Said
from imgcif_map.account.measures import Measures, moving, place, said
from imgcif_map.experiment import Experiment
from imgcif_map.figures.numbers import angstrom, degrees, many, number, whole
from imgcif_map.figures.stance import NEAREST
from imgcif_map.geometry import GeometryError
from imgcif_map.geometry.instrument import Surface
from imgcif_map.harmless import shortened

KEV = 12.398419843320026
"""h c in keV ångström."""
_NUMBERS = ("No", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine", "Ten")
NO_SCAN = "The file describes no scan; all axes are taken to stand at 0."
_PROBES = {"x-ray": "X-rays", "neutron": "Neutrons", "electron": "Electrons", "gamma": "Gamma rays"}


def sentences(experiment: Experiment, measures: Measures, facts: Said) -> Iterator[str]:
    """What was done, with what radiation, where, and what the detector saw."""
    yield _scans(experiment) if scanned(experiment, facts) else NO_SCAN
    yield _radiation(experiment, facts)
    if experiment.instrument.surfaces:
        yield _detector(experiment, measures, facts)
    if experiment.scans:
        yield from _beam(experiment, measures)
    yield _images(experiment, facts)


def _images(experiment: Experiment, facts: Said) -> str:
    total = sum(scan.frames for scan in experiment.scans)
    known = f" ({many(total, 'frame')})" if scanned(experiment, facts) else ""
    places = facts.distinct("_array_data_external_data.uri")
    if places:
        where = shortened(places[0], 120) if len(places) == 1 else f"{whole(len(places))} addresses"
        return f"The images{known} are said to be at {where}."
    if facts.has("_array_data.data"):
        return f"The images{known} are in the file itself."
    return "The file does not say where the images are."


def scanned(experiment: Experiment, facts: Said) -> bool:
    """False where the only scan is one that the file does not speak of."""
    if len(experiment.scans) != 1 or experiment.scans[0].settings:
        return bool(experiment.scans)
    return bool(facts.distinct("_diffrn_scan.id", "_diffrn_scan_frame.frame_id"))


def count(value: int, noun: str) -> str:
    """``One scan``, ``12 scans``."""
    word = _NUMBERS[value] if value < len(_NUMBERS) else whole(value)
    return f"{word} {noun}{'s' if value != 1 else ''}"


def _scans(experiment: Experiment) -> str:
    scans = experiment.scans
    total = sum(scan.frames for scan in scans)
    if len(scans) == 1:
        movement = [said(sweep, experiment, short=False) for sweep in moving(scans[0])]
        what = " and ".join(movement[:3]) if movement else "nothing moves"
        return f"One scan of {many(total, 'frame')}: {what}."
    turns = Counter(
        " and ".join(shortened(s.axis, 30) for s in moving(scan)[:3]) or "no axis" for scan in scans
    )
    parts = [f"{what} moves in {whole(number)}" for what, number in turns.most_common(5)]
    return f"{count(len(scans), 'scan')} with {many(total, 'frame')} in all: {', '.join(parts)}."


def _radiation(experiment: Experiment, facts: Said) -> str:
    probe = facts.one("_diffrn_radiation.probe").casefold()
    text = _PROBES.get(probe, "Radiation")
    waves = experiment.wavelengths
    if waves:
        text += f" of {angstrom(waves[0])}"
        text += f" ({number(KEV / waves[0], 3)} keV)" if probe == "x-ray" else ""
        text += f", and {many(len(waves) - 1, 'other wavelength')}" if len(waves) > 1 else ""
    else:
        text += " of a wavelength that the file does not say"
    beamline, facility = (facts.one(f"_diffrn_source.{n}") for n in ("beamline", "facility"))
    if beamline and "beamline" not in beamline.casefold():
        beamline = f"beamline {beamline}"
    at = ", ".join(part for part in (beamline, facility) if part)
    return f"{text}, at {at}." if at else f"{text}; the file does not say where."


def _detector(experiment: Experiment, measures: Measures, facts: Said) -> str:
    surfaces = experiment.instrument.surfaces
    name = facts.one("_diffrn_detector.make", "_diffrn_detector.type")
    text = f"The detector{f' ({name})' if name else ''} has "
    sizes = {(s.fast.size, s.slow.size) for s in surfaces}
    if len(surfaces) > 1:
        text += f"{many(len(surfaces), 'surface')} of "
    if len(sizes) == 1:
        (wide, high) = next(iter(sizes))
        text += f"{whole(wide)} × {whole(high)} pixels{_pitch(experiment, surfaces[0])}"
    else:
        text += "different sizes"
    found = measures.of(experiment.scans[0]) if experiment.scans else None
    if found and found.met:
        tilt = found.met.tilt
        near = found.met.distance < NEAREST
        stands = "at right angles to the beam" if tilt < 0.05 else f"tilted by {degrees(tilt, 2)}"
        text += (
            ", and stands where the sample is: its distance is 0"
            if near
            else f", {number(found.met.distance, 2)} mm from the sample, {stands}"
        )
        text += ", on the side of the source" if found.met.crossing.distance < 0 else ""
    return text + "."


def _pitch(experiment: Experiment, surface: Surface) -> str:
    try:
        module = experiment.instrument.module(surface, {})
    except (GeometryError, ValueError):
        return ""
    return f" of {number(module.pitch_fast * 1e3, 2)} × {number(module.pitch_slow * 1e3, 2)} µm"


def _beam(experiment: Experiment, measures: Measures) -> Iterator[str]:
    found = measures.of(experiment.scans[0])
    if found.met is None:
        return
    text = f"The beam meets it at pixel {place(found)}"
    if len({measures.of(s) for s in experiment.scans[:100]}) > 1:
        text = f"In scan {shortened(experiment.scans[0].id, 40)} the beam meets it at pixel " + (
            place(found)
        )
    if found.edge is not None:
        text += f"; rings are complete up to {measures.named(found.edge)}"
        text += f", the corners reach {measures.named(found.corner)}"
    elif found.corner is not None:
        text += f"; the farthest corner is at {measures.named(found.corner)}"
    yield text + "."
