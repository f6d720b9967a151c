"""Loading cif_img.dic with all its imports: compiled from text, and from the cache.

    python benchmarks/load_dictionary.py [--peer]

``--peer`` adds PyCifRW's CifDic, which would fetch imports over the network and
is therefore told to leave them out: it reads cif_core.dic alone, and so do we.
"""

from __future__ import annotations

import argparse
import os

from measure import ROOT, Row, folder, fresh, report

SETUP = "from imgcif_map.dictionary.load import load_dictionary"
COMPILE = """
from imgcif_map.dictionary.compile import compile_files
from imgcif_map.resources import packaged_dir
folder = packaged_dir("dictionaries")
"""
PEER = """
import contextlib, io
import CifFile
name = {name!r}
"""
PEER_READ = """
with contextlib.redirect_stdout(io.StringIO()):
    CifFile.CifDic(name, grammar="2.0", do_minimum=False, do_imports="No", do_dREL=False)
"""


def rows(*, peer: bool = False) -> list[Row]:
    found: list[Row] = []
    with folder() as place:
        os.environ["IMGCIF_MAP_CACHE_DIR"] = place
        os.environ["IMGCIF_MAP_DATA_DIR"] = place
        cold = fresh(SETUP, "load_dictionary('cif_img.dic')")
        found.append(Row("cif_img.dic, first load (compiled)", cold.wall, "s"))
        warm = fresh(SETUP, "load_dictionary('cif_img.dic')", repeat=9)
        found.append(Row("cif_img.dic, warm load", 1000 * warm.wall, "ms", 30))
        every = fresh(SETUP, "dict(load_dictionary('cif_img.dic').definitions)", repeat=5)
        found.append(Row("... and every definition built", 1000 * every.wall, "ms"))
        if peer:
            name = str(ROOT / "dictionaries" / "cif_core.dic")
            ours = fresh(COMPILE, "compile_files([folder / 'cif_core.dic'], [])", repeat=2)
            found.append(Row("cif_core.dic alone, ours", ours.wall, "s"))
            theirs = fresh(PEER.format(name=name), PEER_READ)
            found.append(Row("cif_core.dic alone, PyCifRW", theirs.wall, "s"))
    return found


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--peer", action="store_true", help="compare with PyCifRW")
    report(rows(peer=parser.parse_args().peer))
