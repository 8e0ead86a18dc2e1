"""What each route takes: the fields of a call, read and checked, as arguments for a step of the same name."""
