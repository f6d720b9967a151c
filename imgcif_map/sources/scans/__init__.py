"""From image files with headers to scans: which files belong together, in which order."""
