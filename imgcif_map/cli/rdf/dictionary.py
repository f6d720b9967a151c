"""``imgcif-map rdf dictionary``."""

from __future__ import annotations

from pathlib import Path

from imgcif_map.cli import options, outputs
from imgcif_map.cli.rdf import common


def dictionary(
    names: common.Names = None,
    import_path: options.ImportPathOption = None,
    base: common.BaseOption = common.BASE,
    own: common.OwnOption = False,
    form: common.FormOption = None,
    output: common.OutputOption = outputs.STDOUT,
) -> None:
    """Write a DDLm dictionary as OWL and SKOS.

    Categories become classes, items properties, states concepts; units are those of QUDT. All
    formal attributes are in it, so that the dictionary can be made from it again. Definitions in
    words are there if the dictionary's file has them: the packaged ones have none.

    \b
    Examples:
      imgcif-map rdf dictionary -o cif_img.ttl
      imgcif-map rdf dictionary my.dic --own --base https://example.org/cif/ -o my.jsonld
    """
    from imgcif_map.dictionary.load import load_dictionary
    from imgcif_map.rdf.ontology import ontology, prefixes

    loaded = load_dictionary(*(names or []), import_paths=import_path or [])
    common.write(
        ontology(loaded, base, own=own),
        output,
        form,
        prefixes=prefixes(loaded, base),
        inputs=[Path(part.path) for part in loaded.parts],
    )
