"""What a mapping accounts for: every node or key of the source, every data name of imgCIF."""
