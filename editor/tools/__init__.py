"""The tools: one module each, holding what a person may ask of it and how it is done; ``table`` lists them."""
