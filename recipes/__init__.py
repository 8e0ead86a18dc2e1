"""Recipes: the way from an original to a result as one readable file. Read, checked, written; carried out elsewhere."""
