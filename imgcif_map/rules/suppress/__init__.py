"""Comments in a CIF file that keep findings out of its report: ``# imgcif-map: ignore DDL010``."""
