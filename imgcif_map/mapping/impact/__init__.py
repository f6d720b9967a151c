"""What a new dictionary does to mappings: which lines, and whether they still work."""

from imgcif_map.mapping.impact.model import DictionaryImpact, Impact, Verdict
from imgcif_map.mapping.impact.run import dictionary_impact

__all__ = ["DictionaryImpact", "Impact", "Verdict", "dictionary_impact"]
