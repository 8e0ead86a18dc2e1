"""What lies where in a picture: label maps, which of their regions belong together, what distracts, and soft edges.

By numpy alone, for the editor and for the engine, which do not import each other. A mask is (rows, columns) bool, True
is what is meant; distances are pixels.
"""
