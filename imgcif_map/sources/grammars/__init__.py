"""Lark grammars of header lines."""
