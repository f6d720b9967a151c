"""IMG034."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from imgcif_map.findings import Finding
from imgcif_map.rules.base import IMGCIF, Rule
from imgcif_map.rules.context import Context
from imgcif_map.rules.img.linking import known_keys
from imgcif_map.rules.img.tables import more, tables


class ImageWithoutData(Rule):
    """An image is listed and has no pixels.

    What
        A row of `ARRAY_DATA` has neither a binary section nor an `external_data_id`,
        while other images have. The default of the id, 1, counts where external data
        have that id.

    Why
        The image cannot be read.

    Fails
        loop_
          _array_data.binary_id
          _array_data.external_data_id
            1 A
            2 ?
        loop_
          _array_data_external_data.id
          _array_data_external_data.uri
            A https://example.org/scan_0001.cbf
            B https://example.org/scan_0002.cbf

    Passes
        loop_
          _array_data.binary_id
          _array_data.external_data_id
            1 A
            2 B
        loop_
          _array_data_external_data.id
          _array_data_external_data.uri
            A https://example.org/scan_0001.cbf
            B https://example.org/scan_0002.cbf
    """

    code = "IMG034"
    name = "image-without-data"
    spec_url = IMGCIF

    def check(self, context: Context) -> Iterator[Finding]:
        for images in tables(context, "array_data"):
            bare = ~(images.given("data") | images.given("external_data_id"))
            if not bare.any():
                continue
            known = known_keys(context, images.block, "array_data_external_data", ("id",))
            has_data = bool(images.given("data").any())
            # With no source at all, that is the one thing to say.
            if known is None and not has_data:
                continue
            implied = images.values("external_data_id")
            rows = [
                row for row in np.flatnonzero(bare).tolist() if (implied[row],) not in (known or ())
            ]
            if rows:
                row = rows[0]
                yield self.finding(
                    f"array {images.values('array_id')[row]} binary "
                    f"{images.values('binary_id')[row]}{more(len(rows))}: neither a binary section "
                    "nor external data",
                    images.at("external_data_id", "data", "binary_id"),
                    rows,
                )
