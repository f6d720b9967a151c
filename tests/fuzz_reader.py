"""A long, coverage-guided search for inputs that break the CIF reader or the validator.

    pip install atheris
    python tests/fuzz_reader.py CORPUS_FOLDER -max_total_time=600 -timeout=10 -max_len=4000

Not part of the test suite, which has a short run of its own (``tests/cif/test_fuzz.py``).
Whatever comes in must give findings or `UnreadableInput`, and every question that a document
answers must be answerable. libFuzzer stops at the first input that raises or takes longer than
``-timeout``, and writes it to a file. The corpus folder may be empty: seeds are laid there.
"""

from __future__ import annotations

import sys
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["imgcif_map.cif"]):
    from imgcif_map import load_dictionary, parse_cif, validate
    from imgcif_map.errors import UnreadableInput

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from tests.cif.sample import sample
from tests.cif.test_fuzz import PIECES, SAMPLE, look_at_everything

DICTIONARY = load_dictionary()


def one_input(data: bytes) -> None:
    """Read and, every fourth time, check with all rules."""
    try:
        document = parse_cif(data)
    except UnreadableInput:
        return
    look_at_everything(document)
    if len(data) % 4 == 0:
        validate(document, DICTIONARY)


def main() -> None:
    """Lay the seeds and leave the rest to libFuzzer."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else None
    if folder is None or str(folder).startswith("-"):
        raise SystemExit(__doc__)
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in {"old": sample("1.1"), "new": sample("2.0")}.items():
        (folder / f"sample-{name}.cif").write_text(text, encoding="utf-8")
    (folder / "small.cif").write_bytes(SAMPLE)
    words = folder.with_suffix(".dict")
    words.write_text(
        "".join('"' + "".join(f"\\x{b:02x}" for b in p) + '"\n' for p in PIECES if len(p) < 60)
    )
    atheris.Setup([*sys.argv, f"-dict={words}"], one_input)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
