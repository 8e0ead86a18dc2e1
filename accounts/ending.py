"""What ends by itself: entries of the audit log, and links that lead nowhere any more."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.utils import timezone

from accounts.models import AuditEntry, Invitation, ShareLink

LINKS_KEPT = timedelta(days=30)  # after their end, so that the page says that they ended


def end_all() -> None:
    """End what is over."""
    if not settings.ACCOUNTS:
        return
    now = timezone.now()
    Invitation.objects.filter(expires_at__lt=now - LINKS_KEPT).delete()
    ShareLink.objects.filter(expires_at__lt=now - LINKS_KEPT).delete()
    if settings.AUDIT_DAYS:
        AuditEntry.objects.filter(at__lt=now - timedelta(days=settings.AUDIT_DAYS)).delete()
