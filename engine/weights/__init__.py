"""Models that a person supplies: a folder with ONNX files and ``models.toml``, which describes them (docs/models.md).

A model found there is used in place of the classical method for its task; nothing is downloaded but by
``manage.py models``. What is absent is absent; what is there and wrong is an error at the start, never a silent return
to the classical method.
"""
