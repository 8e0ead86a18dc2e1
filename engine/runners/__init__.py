"""Around each pure function of ``engine.operations``: load, work, store. File names and JSON come in and go out."""
