"""A second source beside the first (``--with``): fills what is missing, reports what differs."""
