"""The isolated edits: image in, image out, nothing remembered.

A module per edit, named by its slug, the last part of its route in v2. It declares the fields once, reads them out of a
call as arguments for ``engine.runners.<slug>``, and refuses what single fields cannot. ``registry`` lists them.
"""
