"""What the editor tells whoever wants to know; it does not ask who listens."""

from django.dispatch import Signal

picture_deleted = Signal()  # with the ``request`` of whoever deletes a ``picture``, which is still there
