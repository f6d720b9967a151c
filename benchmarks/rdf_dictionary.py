"""`rdf dictionary` and `rdf shapes`: cif_core.dic as OWL and SKOS, cif_img.dic with its imports.

    python benchmarks/rdf_dictionary.py [--quick]

The dictionary is loaded before the clock starts, as it mostly comes from the cache. The peer
makes the same graph and Turtle with rdflib; --quick leaves it out.
"""

from __future__ import annotations

import argparse

from measure import Row, fresh, report

_LOAD = """
from imgcif_map.dictionary.load import load_dictionary
from imgcif_map.rdf import output
from imgcif_map.rdf.ontology import ontology, prefixes
from imgcif_map.rdf.shapes import shapes
dictionary = load_dictionary({name!r})
dict(dictionary.definitions)
"""
_WRITE = "output.as_text({what}(dictionary), output.Form.{form}, prefixes(dictionary))"
_READ = (
    _LOAD + "\nfrom imgcif_map.rdf.read import from_triples\nmade = list(ontology(dictionary))\n"
)
_PEER = "output.to_rdflib(ontology(dictionary)).serialize(format='turtle')"


def rows(*, quick: bool = False) -> list[Row]:
    core, img = _LOAD.format(name="cif_core.dic"), _LOAD.format(name="cif_img.dic")
    found = []
    for form in ("TURTLE", "JSONLD", "NTRIPLES"):
        cost = fresh(core, _WRITE.format(what="ontology", form=form), repeat=3)
        found.append(Row(f"cif_core.dic as {form.lower()}", cost.wall, "s", 2))
    cost = fresh(img, _WRITE.format(what="ontology", form="TURTLE"), repeat=3)
    found.append(Row("cif_img.dic with imports as turtle", cost.wall, "s"))
    cost = fresh(img, _WRITE.format(what="shapes", form="TURTLE"), repeat=3)
    found.append(Row("cif_img.dic with imports as shapes", cost.wall, "s"))
    cost = fresh(_READ.format(name="cif_core.dic"), "from_triples(made)", repeat=3)
    found.append(Row("cif_core.dic from its triples", cost.wall, "s"))
    if quick:
        return [*found, Row("cif_core.dic as turtle by rdflib", None, "--quick")]
    peer = fresh(core, _PEER)
    return [*found, Row("cif_core.dic as turtle by rdflib", peer.wall, "s")]


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--quick", action="store_true", help="leave rdflib out")
    report(rows(quick=parser.parse_args().quick))
