"""Image files into pixels, and pixels into files: the one reader of whatever comes in, and the writer of downloads.

``reader.read`` gives upright colours of 8 bits in sRGB, or in the picture's own RGB profile, as a browser would show
them; ``reader.read_mask`` the values as they stand. Nothing here knows of Django or of HTTP.

    BadImage
    ├── NotAnImage       no file of a kind that is taken
    ├── DamagedImage     one that not even a browser could show
    ├── TooManyPixels    more than are taken, counted before they are decoded
    └── TooCostly        made so that reading it takes far more than its picture is worth (``imagefiles.cost``)
"""
