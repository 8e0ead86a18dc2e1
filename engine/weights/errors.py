"""What is wrong with supplied models."""


class WeightsError(Exception):
    """A model, or its description, cannot be used; ``str(error)`` says which, why, and what to do."""
