"""Figures of an experiment as data, and as SVG: instrument, beam on the detector, coverage."""
