"""`rdf dataset` on a long scan: the summary, the table of images, and every row beside rdflib.

    python benchmarks/rdf.py [--quick] [--frames 100000]

The file is what our own converter makes of an NXmx master, with a URI for each data file. Two
further files are as long and hard to sum up: each image a file of its own, each image a scan
of its own. rdflib adds the same triples to a graph and serialises it; --quick leaves that out.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import validate
from measure import Row, folder, fresh, report

FRAMES = 100_000
MILLION = 1_000_000
_READ = """
import gc
from imgcif_map.cli import start
gc.set_threshold(start._OBJECTS)  # as the command does
from imgcif_map.cif.reader import read_cif
from imgcif_map.dictionary.load import load_dictionary
from imgcif_map.rdf.dataset import summary
document, dictionary = read_cif({path!r}), load_dictionary()
"""
_SUMMARY = """
made = summary(document, dictionary)
"""
_FRAMES = """
from imgcif_map.rdf.dataset.frames import frame_table
size = sum(map(len, frame_table(document, dictionary).text()))
"""
_FULL = """
from imgcif_map.rdf.rows import row_lines
with open({out!r}, "w", encoding="utf-8") as stream:
    stream.writelines(row_lines(document, dictionary, "https://example.org/data#"))
"""
_RDFLIB = """
from rdflib import Graph
from rdflib.term import Literal, URIRef
graph = Graph()
predicate, kind = (URIRef("https://w3id.org/cif/cif_img#" + name) for name in ("p", "t"))
for number in range({count}):
    subject = URIRef(f"https://example.org/data#block/array_data/{{number // 8}}")
    graph.add((subject, predicate if number % 8 else kind, Literal(f"value {{number}}")))
graph.serialize({out!r}, format="nt", encoding="utf-8")
"""
_HEAD = """data_x
_diffrn_radiation_wavelength.id 1
_diffrn_radiation_wavelength.value 0.98
loop_
_axis.id _axis.type _axis.equipment _axis.depends_on
_axis.vector[1] _axis.vector[2] _axis.vector[3]
omega rotation goniometer . 1 0 0
"""


def scattered(path: Path, frames: int) -> None:
    """Each image is a file of its own, in a folder of its own."""
    lines = [f"{n} CBF https://example.org/{n}/x_{n}.cbf" for n in range(frames)]
    loop = "loop_\n_array_data_external_data.id\n_array_data_external_data.format\n"
    text = _HEAD + f"{loop}_array_data_external_data.uri\n" + "\n".join(lines)
    path.write_text(f"{text}\n_diffrn_scan.id S\n_diffrn_scan.frames {frames}\n", encoding="utf-8")


def stills(path: Path, frames: int) -> None:
    """Each image is a scan of its own, from another angle and with another range."""
    scans = "\n".join(f"S{n} 1" for n in range(frames))
    axes = "\n".join(f"S{n} omega {n % 360} {1 + n % 977}e-4" for n in range(frames))
    text = f"loop_\n_diffrn_scan.id\n_diffrn_scan.frames\n{scans}\nloop_\n"
    names = ("scan_id", "axis_id", "angle_start", "angle_increment")
    text += "".join(f"_diffrn_scan_axis.{name}\n" for name in names) + axes
    path.write_text(f"{_HEAD}{text}\n", encoding="utf-8")


def sizes(path: Path) -> int:
    """Bytes of the longest of the serialisations."""
    from imgcif_map.cif.reader import read_cif
    from imgcif_map.dictionary.load import load_dictionary
    from imgcif_map.rdf.dataset import summary
    from imgcif_map.rdf.output import Form, as_text

    made = summary(read_cif(path), load_dictionary())
    return max(len(as_text(made.triples, form).encode()) for form in Form)


def summaries(kinds: dict[str, Path], frames: int) -> list[Row]:
    found = []
    for name, path in kinds.items():
        cost = fresh(_READ.format(path=str(path)), _SUMMARY, repeat=3)
        what = f"{frames:,} images, {name}: summary"
        found.append(Row(what, cost.wall, "s", 1 if frames == FRAMES else None))
        found.append(Row(f"{what}, longest form", sizes(path) / 1e3, "kB", 100))
    return found


def dump(path: Path, out: Path, quick: bool) -> list[Row]:
    """Seconds for a million triples: the file gives more or fewer, and time goes with them."""
    setup = _READ.format(path=str(path))
    reading = fresh(setup, "")
    cost = fresh(setup, _FULL.format(out=str(out)), repeat=3)
    with out.open("rb") as stream:
        triples = sum(1 for _ in stream)
    found = [
        Row("every row", triples / 1e6, "million triples"),
        Row("every row: a million triples", cost.wall * MILLION / triples, "s", 5),
        Row("every row: peak memory, all of it", cost.memory, "MB"),
        Row("every row: peak memory, what reading the file does not need",
            max(0.0, cost.memory - reading.memory), "MB", 200),
    ]  # fmt: skip
    if quick:
        return [*found, Row("rdflib: a million triples", None, "--quick")]
    peer = fresh("", _RDFLIB.format(count=MILLION, out=str(out)))
    return [
        *found,
        Row("rdflib: a million triples", peer.wall, "s"),
        Row("rdflib: a million triples, peak memory", peer.memory, "MB"),
    ]


def rows(quick: bool, frames: int = FRAMES) -> list[Row]:
    """The lines of the table."""
    with folder() as name:
        here = Path(name)
        long = validate.long(here, frames)
        spread, many = (here / f"{x}.cif" for x in ("spread", "many"))
        scattered(spread, frames)
        stills(many, frames)
        kinds = {"one scan": long, "a file each": spread, "a scan each": many}
        found = summaries(kinds, frames)
        table = fresh(_READ.format(path=str(long)), _FRAMES, repeat=3)
        found.append(Row(f"{frames:,} images as CSV", table.wall, "s"))
        return found + dump(long, here / "rows.nt", quick)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--frames", type=int, default=FRAMES)
    parser.add_argument("--quick", action="store_true", help="leave rdflib out")
    given = parser.parse_args()
    report(rows(given.quick, given.frames))


if __name__ == "__main__":
    main()
