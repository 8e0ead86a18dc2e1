"""What a call within one process carries in its WSGI environ: the words that the client, the site and the engine share.

Nobody else can send them: what comes over a socket arrives as ``HTTP_*``.
"""

PROGRESS = "bria.progress"  # a function that takes the finished share (0 to 1, or None) and raises to stop the work
INTERNAL = "studio.internal"  # asked by the studio: its own revisions are taken in any size
ASKER = "studio.asker"  # for whom the studio asks: the person's work takes turns with that of others
INLINE = "studio.inline"  # True where a worker asks: do the work at once, for a worker must not wait for itself
