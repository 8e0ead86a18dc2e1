"""A site whose engine knows the objects of one drawing, at the transport; for all else the embedded engine answers."""
