"""The tools, one module a slug: what a person may ask of it and how it is done; ``registry`` lists them."""
