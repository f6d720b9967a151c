"""Rules on what an imgCIF must say to be of use to others."""
