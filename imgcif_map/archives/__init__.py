"""Looks at what an imgCIF points at: archives, folders, files and the images in them.

Nothing here is imported unless it is asked for, and nothing goes to the network unless
:class:`imgcif_map.archives.request.Archives` says so.
"""
