"""RDF: dictionaries, mappings and data sets for catalogues and reasoners."""
