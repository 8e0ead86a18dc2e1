"""What each operation does with stored files: names in, arrays in between, names out.

A module per operation, named by its slug, whose ``run`` takes the arguments of a request; what several share is in
modules of their own. Arguments stay as they are: a request may have been queued by an earlier version.
"""
