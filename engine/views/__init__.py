"""The engine's routes, one module per noun."""
