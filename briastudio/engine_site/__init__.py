"""The engine as a service of its own: its addresses, and answers without pages."""
