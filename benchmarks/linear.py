"""Time and memory of the reader against the size of its input, for tame and hostile files.

    python benchmarks/linear.py [--sizes 1 10 100] [--only WORDS] [--validate]

Each file is read in a process of its own. Memory is the peak above the interpreter with the
reader imported, as a multiple of the file: at most 8, or 12 where every value is quoted. Time
is processor time; a file ten times as long may take 15 times as long (memory that the
processor's cache no longer holds costs a little more). The limits hold from 10 MB on: below,
fixed costs weigh. With ``--validate`` the whole check with all rules is measured as well, up to
10 MB, without limits on memory.
"""

from __future__ import annotations

import argparse
import json
import re
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from measure import folder

MEMORY, MEMORY_QUOTED = 8.0, 12.0
GROWTH = 15.0
PATIENCE = 900
"""Seconds after which a run is given up."""
V1, V2 = "#\\#CIF_1.1\ndata_x\n", "#\\#CIF_2.0\ndata_x\n"

Pieces = Iterator[str]


@dataclass(frozen=True)
class Kind:
    """One kind of file: what it starts with and what it then repeats."""

    name: str
    head: str
    piece: Callable[[int], str]
    quoted: bool = False
    tail: str = ""

    @property
    def limit(self) -> float:
        return MEMORY_QUOTED if self.quoted else MEMORY


def same(text: str) -> Callable[[int], str]:
    """A piece that is the same each time, long enough to be written fast."""
    many = text * max(1, 4000 // len(text))
    return lambda number: many


def numbers(number: int) -> str:
    return "".join(f"{number}.{i:03d} -{i}.5(2) {i}\n" for i in range(100))


def words(number: int) -> str:
    return "".join(f"frame_{number}_{i} SCAN1 {i} .\n" for i in range(100))


def quoted(number: int) -> str:
    return "".join(f"'file {number} {i}.h5' \"{i}\" 'x'\n" for i in range(100))


def mixed(number: int) -> str:
    return "".join(f"'file {number} {i}.h5' {i} x # note\n" for i in range(100))


def fields(number: int) -> str:
    return "".join(f";line {number} {i}\nsome more text of this field\n;\n" for i in range(50))


def lists(number: int) -> str:
    return "".join(f"[{number} {i} [0. 1. 'a b']]\n" for i in range(100))


def tables(number: int) -> str:
    return "".join(f"{{'file':'{number}.dic' \"save\":frame_{i}}}\n" for i in range(100))


def entries(number: int) -> str:
    return "".join(f"'k{number}_{i}':{i}\n" for i in range(100))


def triples(number: int) -> str:
    return "".join(f"'''{number}\n{i}''' \"\"\"it's\"\"\"\n" for i in range(100))


def names(number: int) -> str:
    return "".join(f"_category.item_{number}_{i} {i}\n" for i in range(100))


def blocks(number: int) -> str:
    return "".join(f"data_b{number}_{i}\n_a {i}\n" for i in range(100))


def frames(number: int) -> str:
    return "".join(f"save_f{number}_{i}\n_a {i}\nsave_\n" for i in range(100))


def loops(number: int) -> str:
    return "".join(f"loop_ _a{number}_{i} 1 2 3\n" for i in range(100))


def accents(number: int) -> str:
    return "".join(f"Å{number} 'é è' µm{i}\n" for i in range(100))


LOOP3 = "loop_\n_a\n_b\n_c\n"
KINDS = (
    Kind("numbers", V1 + LOOP3, numbers),
    Kind("one-digit numbers", V1 + LOOP3, same("1 2 3\n")),
    Kind("words", V1 + LOOP3 + "_d\n", words),
    Kind("words, a value missing", V1 + LOOP3 + "_d\n a b c\n", words),
    Kind("every value quoted", V1 + LOOP3, quoted, quoted=True),
    Kind("every value quoted, CIF 2.0", V2 + LOOP3, quoted, quoted=True),
    Kind("short quoted values", V2 + LOOP3, same("'a' 'b' \"c\"\n"), quoted=True),
    Kind("quoted, bare and comments", V1 + LOOP3, mixed),
    Kind("not ASCII", V2 + LOOP3, accents),
    Kind("text fields", V1 + "loop_ _a\n", fields),
    Kind("short text fields", V1 + "loop_ _a\n", same(";a\n;\n")),
    Kind("lists", V2 + "loop_ _a\n", lists),
    Kind("short lists", V2 + "loop_ _a\n", same("[1 2]\n")),
    Kind("lists in CIF 1.1", V1 + "loop_ _a\n", lists),
    Kind("tables", V2 + "loop_ _a\n", tables),
    Kind("one long list", V2 + "_a [\n", same("1.5 -2 'x'\n"), tail="]\n"),
    Kind("one long table", V2 + "_a {\n", entries, tail="}\n"),
    Kind("triple quotes", V2 + "loop_ _a _b\n", triples, quoted=True),
    Kind("data names", V1, names),
    Kind("data blocks", "", blocks),
    Kind("save frames", V1, frames),
    Kind("loops", V1, loops),
    Kind("comments", V1, same("# nothing but a comment\n")),
    Kind("one line of numbers", V1 + LOOP3, same("1.5 -2.25 3 ")),
    Kind("one long word", V1 + "_a ", same("x")),
    Kind("one text field", V1 + "_a\n;", same("text of a field\n"), tail="\n;\n"),
    Kind("one open text field", V1 + "_a\n;", same("text of a field\n")),
    Kind("blank lines", V1, same("\n")),
    *(
        Kind(f"hostile: {name}{version}", head + start, same(text), quoted=name.startswith("quote"))
        for name, start, text in (
            ("quotes", "_a ", "'"),
            ("quotes apart", "_a ", "' "),
            ("quotes, two kinds", "_a ", "'\" "),
            ("quotes at line starts", "_a\n", "'\n"),
            ("quoted strings run together", "_a ", "'a'b "),
            ("semicolon lines", "_a\n", ";\n"),
            ("semicolon lines with names", "_a\n", ";\n_b\n"),
            ("opening brackets", "_a ", "["),
            ("opening brackets apart", "_a\n", "[ "),
            ("opening braces", "_a ", "{"),
            ("tables in tables", "_a ", "{'a':"),
            ("closing brackets", "_a ", "] "),
            ("lists never closed", "", "_a [1\n"),
            ("strings never closed", "", "_a 'b\n"),
            ("fields never closed", "", "_a\n;b\n"),
            ("triple quotes apart", "_a ", "''' "),
            ("loop_", "", "loop_ "),
            ("data_", "", "data_ "),
            ("save_", "", "save_ "),
            ("save_x", "", "save_x "),
            ("names without values", "", "_a "),
            ("underscores", "", "_ "),
            ("stop_", "", "stop_ "),
            ("dollars", "_a ", "$ "),
            ("commas", "_a [", ", "),
            ("backslashes", "_a\n;\\\n", "\\\n"),
            ("form feeds", "_a ", "\f"),
        )
        for version, head in ((", 1.1", V1), (", 2.0", V2))
    ),
    Kind("hostile: bytes that are no UTF-8", V2 + "_a ", same("\udcff")),
    Kind("hostile: U+FEFF", V2 + "_a ", same("\ufeff")),
)  # fmt: skip


def write(kind: Kind, path: Path, megabytes: float) -> int:
    """Write a file of about that size; returns its size."""
    left = int(megabytes * 1e6)
    with path.open("w", encoding="utf-8", errors="surrogateescape", newline="") as stream:
        stream.write(kind.head)
        number = 0
        while left > 0:
            text = kind.piece(number)
            left -= len(text) if text.isascii() else len(text.encode("utf-8", "surrogateescape"))
            stream.write(text)
            number += 1
        stream.write(kind.tail)
    return path.stat().st_size


def peak_memory() -> int:
    """Peak memory of this process in bytes; of this one alone, where the system says so."""
    status = Path("/proc/self/status")
    if status.exists():
        return int(re.findall(r"VmHWM:\s+(\d+)", status.read_text())[0]) * 1024
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak if sys.platform == "darwin" else peak * 1024


def child(path: Path, validating: bool) -> None:
    """Read (and check) one file and print seconds and peak memory in bytes as JSON."""
    from imgcif_map.cif.reader import parse_cif, read_cif

    dictionary = None
    if validating:
        from imgcif_map.dictionary.load import load_dictionary
        from imgcif_map.validator import validate

        dictionary = load_dictionary()
        validate(parse_cif("data_x\n_axis.id a\n"), dictionary)
    parse_cif("data_x\n_a [1 'b']\n_c\n;d\n;\n")
    before, start = peak_memory(), time.process_time()
    if dictionary is not None:
        validate(path, dictionary)
    else:
        document = read_cif(path)
        assert document.path
    took = time.process_time() - start
    print(json.dumps([took, peak_memory() - before]))


def measure(path: Path, validating: bool = False) -> tuple[float, float]:
    """Seconds and megabytes that reading a file takes in a fresh process."""
    command = [sys.executable, __file__, "--child", str(path)] + ["--validate"] * validating
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=PATIENCE)
    except subprocess.TimeoutExpired:
        return float("inf"), float("nan")
    if done.returncode:
        raise SystemExit(f"benchmark failed:\n{done.stderr}")
    seconds, memory = json.loads(done.stdout.splitlines()[-1])
    return seconds, memory


def rows(kind: Kind, sizes: list[float], validating: bool, path: Path) -> tuple[str, bool]:
    """One line of the table, and whether all limits hold."""
    cells, good, last = [], True, 0.0
    for megabytes in sizes:
        size = write(kind, path, megabytes)
        seconds, memory = measure(path, validating)
        ratio = memory / size
        growth = seconds / last if last else 0.0
        bad = ""
        if megabytes >= 10 and not validating and ratio > kind.limit:
            bad += " MEMORY"
        if seconds > PATIENCE or (megabytes >= 10 and last > 0.05 and growth > GROWTH):
            bad += " TIME"
        good = good and not bad
        step = f"x{growth:<4.1f}" if last else " " * 5
        cells.append(f"{seconds:7.2f} s {step} {ratio:5.1f} n{bad}")
        last = seconds
    return f"{kind.name:44}" + "  ".join(cells), good


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sizes", type=float, nargs="+", default=[1, 10, 100], help="in MB")
    parser.add_argument("--only", default="", help="kinds whose name holds these words")
    parser.add_argument("--validate", action="store_true", help="the whole check, all rules")
    parser.add_argument("--child", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.child:
        child(options.child, options.validate)
        return
    sizes = [s for s in sorted(options.sizes) if s <= 10 or not options.validate]
    print("file".ljust(44) + "  ".join(f"{s:g} MB: time, growth, memory".ljust(22) for s in sizes))
    good = True
    with folder() as name:
        for kind in KINDS:
            if options.only in kind.name:
                line, fine = rows(kind, sizes, options.validate, Path(name) / "file.cif")
                good = good and fine
                print(line, flush=True)
    print("all limits hold" if good else "limits MISSED, see above")
    if not good:
        raise SystemExit(1)


if __name__ == "__main__":
    main()
