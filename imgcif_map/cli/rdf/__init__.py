"""``imgcif-map rdf``: each command is a module here with a function of its own name."""
