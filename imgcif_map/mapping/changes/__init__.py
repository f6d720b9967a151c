"""What two mappings, or two versions of one, do differently."""

from imgcif_map.mapping.changes.diff import mapping_diff
from imgcif_map.mapping.changes.model import MappingChange, MappingDiff

__all__ = ["MappingChange", "MappingDiff", "mapping_diff"]
