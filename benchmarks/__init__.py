"""Figures about the studio, each measured against a named peer in the same run: ``python -m benchmarks``."""
