"""ARC007."""

from __future__ import annotations

from imgcif_map.rules.arc.base import FaultRule


class TooLarge(FaultRule):
    """An archive, file or image is larger than what is read.

    What
        A file of images has more than 256 MiB (HDF5 files in folders may have any
        size), an image more than 67,108,864 pixels, an archive more than 1,000,000
        members, or it expands more than 5000 times. The message says which limit it
        is.

    Why
        A small archive can expand to more than any disk holds. What is beyond the
        limits is not read, so it was not checked either.

    Fails
        _array_data_external_data.id   1
        _array_data_external_data.uri  huge.cbf

    Passes
        _array_data_external_data.id   1
        _array_data_external_data.uri  img_0001.cbf
    """

    code = "ARC007"
    name = "too-large"
    kind = "too-large"
