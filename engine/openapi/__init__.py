"""The OpenAPI document, made from the table of addresses, the table of edits, and what their readers take.

``fields`` says what bodies hold, ``answers`` what comes back, ``document`` puts them together.
"""
