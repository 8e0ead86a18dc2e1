"""The embedded engine: an implementation of Bria's API. Its name stands here, where nothing else is imported."""

NAME, VERSION = "Bria Studio", "0.1.0"
