"""Coverage of mappings for people and programs: text, CSV, JSON, HTML, a page of the reference."""
