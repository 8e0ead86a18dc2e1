"""What a file says besides its pixels: read when it is opened (``reading``), written into each download (``writing``).

``docs/metadata.md`` says what survives in which format. Nothing in a file raises.
"""
