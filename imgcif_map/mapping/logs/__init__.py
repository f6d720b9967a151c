"""Experiment logs: tables of keys and values that say what image headers do not."""
