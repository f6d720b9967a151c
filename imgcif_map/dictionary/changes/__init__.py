"""What two dictionaries say differently, as far as it means something for data."""

from imgcif_map.dictionary.changes.diff import dictionary_diff
from imgcif_map.dictionary.changes.model import Change, DictionaryDiff, Effect

__all__ = ["Change", "DictionaryDiff", "Effect", "dictionary_diff"]
