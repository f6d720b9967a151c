"""One module per format of image headers; each has ``reader() -> Reader``."""
