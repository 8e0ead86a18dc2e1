"""Recipes carried out: by the same runners that do what the API is asked, so that the same comes of both.

Nothing here knows rows or requests; a picture goes through as names of stored files. ``run`` does it, ``verify`` judges
a result, ``request`` is what the API's route has done.
"""
