"""Looks once at all that the data blocks of a document point at."""

from __future__ import annotations

from functools import partial

import numpy as np

from imgcif_map.archives.places import Shelf
from imgcif_map.archives.request import Archives
from imgcif_map.rules.arc.embedded import embedded_images
from imgcif_map.rules.arc.images import Looker
from imgcif_map.rules.arc.locate import Found, Locator
from imgcif_map.rules.arc.rows import Externals, embedded_rows, pointers
from imgcif_map.rules.arc.seen import Survey
from imgcif_map.rules.context import BlockView, Context


def survey(context: Context) -> Survey:
    """What is wrong with archives and files, and the images that were decoded."""
    found = Survey()
    archives = context.archives
    shelf = Shelf()
    try:
        for block in context.blocks if archives is not None else ():
            if block.frame is None:
                assert archives is not None
                _block(context, block, archives, shelf, found)
    finally:
        shelf.close()
    return found


def _block(
    context: Context, block: BlockView, archives: Archives, shelf: Shelf, survey: Survey
) -> None:
    externals = Externals.of(block)
    if externals is None and not embedded_rows(block).size:
        return
    path = block.path or context.document.path
    found = Found()
    if externals is not None:
        found = Locator(externals, archives, path, shelf, survey).run()
        if found.which and _hdf5(externals):
            from imgcif_map.rules.arc.datasets import check_datasets

            check_datasets(externals, found, survey)
    blocks = (block, *context.siblings(block))
    inside = partial(embedded_images, context, block, path, survey)
    looker = Looker(blocks, pointers(block, externals), externals, found, survey, inside)
    looker.look(archives.images)


def _hdf5(externals: Externals) -> bool:
    return bool(np.isin("HDF5", externals.formats))
