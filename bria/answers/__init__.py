"""What a service answers, as values. Reading is lenient: a strange part is dropped, the rest is kept."""
