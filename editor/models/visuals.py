"""What an engine knows about an image."""

from __future__ import annotations

from django.db import models, transaction

from editor.fields import SentenceField


class Visual(models.Model):
    """What one engine knows about one image: its handle, its regions, its people.

    ``visual_id`` is empty where only the isolated routes are used; ``people`` is None until they were looked up.
    ``early_regions`` are those of an engine that goes on to look for objects, found at once; they are the ``regions``
    until those of objects take their place. No id is in both, and what was selected of the early ones stays good.
    ``previews`` are the SHA-256 of images that the engine was given for previews of this one.
    """

    picture = models.ForeignKey("Picture", on_delete=models.CASCADE, related_name="visuals")
    backend = models.CharField(max_length=64)
    visual_id = models.CharField(max_length=64, blank=True)
    image = models.CharField(max_length=120, db_index=True)
    regions = models.CharField(max_length=120, blank=True, db_index=True)
    regions_error = SentenceField(blank=True)
    early_regions = models.CharField(max_length=120, blank=True, db_index=True)
    objects_error = SentenceField(blank=True)
    people = models.JSONField(null=True)
    people_error = SentenceField(blank=True)
    previews = models.JSONField(default=list)

    def __str__(self) -> str:
        return self.visual_id or f"unregistered image of {self.picture_id}"

    @property
    def awaits_objects(self) -> bool:
        """True where regions are known, and objects are still to be looked for."""
        return bool(self.regions) and self.regions == self.early_regions

    @property
    def has_objects(self) -> bool:
        """True where objects were found after what was known at once."""
        return bool(self.early_regions) and self.regions != self.early_regions

    def note_preview(self, digest: str) -> None:
        """Remember what has to be forgotten with this; two threads may do so at once."""
        with transaction.atomic():
            rows = Visual.objects.select_for_update().filter(pk=self.pk)
            for previews in rows.values_list("previews", flat=True):
                if digest not in previews:
                    rows.update(previews=[*previews, digest])
