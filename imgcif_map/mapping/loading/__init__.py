"""From YAML files to one frozen mapping: shapes, merging, values, sections."""
