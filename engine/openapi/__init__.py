"""The OpenAPI document, made from what the routes declare: their addresses, methods, fields and docstrings.

``answers`` says what comes back, ``document`` puts everything together.
"""
