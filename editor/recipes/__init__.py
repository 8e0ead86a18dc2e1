"""Recipes in the studio: made of a revision, kept, tried on a picture, and applied to many."""
