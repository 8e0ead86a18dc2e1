"""A folder for PYTHONPATH: a process that is started with it can be stopped dead at any step (``sitecustomize``)."""
