"""Image files with headers: each file's facts, gathered into scans before any mapping."""
