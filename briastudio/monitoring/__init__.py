"""What an operator's programs ask of a running studio: whether it can take requests, and how much it has to do."""
