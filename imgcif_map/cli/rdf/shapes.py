"""``imgcif-map rdf shapes``."""

from __future__ import annotations

from pathlib import Path

from imgcif_map.cli import options, outputs
from imgcif_map.cli.rdf import common


def shapes(
    names: common.Names = None,
    import_path: options.ImportPathOption = None,
    base: common.BaseOption = common.BASE,
    own: common.OwnOption = False,
    form: common.FormOption = None,
    output: common.OutputOption = outputs.STDOUT,
) -> None:
    """Write SHACL shapes of a DDLm dictionary.

    They hold rows of CIF files in RDF against types, ranges, states and keys. 'validate' finds
    more, as it sees whole columns and other data blocks.

    \b
    Examples:
      imgcif-map rdf shapes -o cif_img-shapes.ttl
      imgcif-map rdf shapes my.dic --own --format ntriples
    """
    from imgcif_map.dictionary.load import load_dictionary
    from imgcif_map.rdf.ontology import prefixes
    from imgcif_map.rdf.shapes import shapes as made

    loaded = load_dictionary(*(names or []), import_paths=import_path or [])
    common.write(
        made(loaded, base, own=own),
        output,
        form,
        prefixes=prefixes(loaded, base),
        inputs=[Path(part.path) for part in loaded.parts],
    )
