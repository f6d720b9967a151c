"""Many files at once: project files, choice of files, processes side by side."""
