"""What the engine says to whoever runs it."""

from django.dispatch import Signal

webhook_due = Signal()  # a request has ended, and somebody is to be told of it; sent before that is committed
