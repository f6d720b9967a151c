"""Rules on archives and images that an imgCIF points at; they run only when asked for."""
