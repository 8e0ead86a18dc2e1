"""What ``make soak`` does: it breaks things on purpose, and counts what came of it."""
