"""Pictures, and the revisions that their histories are made of: each refers to the other."""

from __future__ import annotations

from typing import Any

from django.db import connection, models, transaction
from django.utils import timezone

from editor import sentences
from editor.fields import SentenceField
from editor.history import queries
from editor.models.visuals import Visual

FIRST = 1  # the number of the revision that was uploaded; it cannot be deleted


class Picture(models.Model):
    """What a person uploaded, with its history. ``current`` is the revision shown; undo and redo move it.

    ``exif``, ``xmp``, ``iptc`` and ``saving`` are of the file (``editor.imaging.uploads.Accepted``), for downloads.
    ``numbered`` is the highest number among the revisions that were deleted: no other gets it, since browsers keep
    images by their address.
    """

    OF_THE_FILE = ("exif", "xmp", "iptc", "saving")  # what no page shows, and may be long

    owner = models.CharField(max_length=32, db_index=True)
    name = models.CharField(max_length=200)
    current = models.ForeignKey("Revision", null=True, on_delete=models.SET_NULL, related_name="+")
    format = models.CharField(max_length=8)
    exif = models.BinaryField(default=bytes)
    xmp = models.BinaryField(default=bytes)
    iptc = models.BinaryField(default=bytes)
    saving = models.JSONField(default=dict)
    notes = models.JSONField(default=list)
    numbered = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-created_at", "-pk"]

    def __str__(self) -> str:
        return self.name

    @property
    def translated_notes(self) -> list[str]:
        """What was changed in the picture on its way in, in the reader's language."""
        return [sentences.render(note) for note in self.notes]

    @classmethod
    def hold(cls, pk: int, *, deletes: bool = False) -> None:
        """Until this transaction ends, let no other one change the picture's history; the first thing that each does.

        Whoever ``deletes`` anything holds back those as well who add what refers to the picture. SQLite has but one
        transaction at a time that writes.
        """
        if connection.features.has_select_for_update:
            cls.objects.select_for_update(no_key=not deletes).filter(pk=pk).values_list("pk").first()

    def go_to(self, revision: Revision) -> None:
        """Show ``revision``, and remember along its ancestors that this branch was walked last."""
        with transaction.atomic():
            Picture.hold(self.pk)
            revision.follow_here()
            self.jobs.see_outcomes(self.current_id, revision)
            self.current = revision
            self.save(update_fields=["current"])

    def mark_failures_seen(self) -> None:
        """Whoever asks for something anew knows which of the jobs before failed or were stopped."""
        self.jobs.see_failures()

    def rename(self, name: str) -> None:
        """Give the picture another name."""
        self.name = name
        self.save(update_fields=["name"])


class Revision(models.Model):
    """One state of a picture; never changed once made, but for its name, handles and the branch last walked.

    ``number`` counts from 1 within the picture; ``branch`` is the number of the revision that began the line it stands
    on: the first child of a revision goes on with its parent's, any further child begins one. ``title`` is what the
    tool calls the step and ``name`` what the person does; ``params`` is what the tool was asked; something can be seen
    through an image that ``is_transparent``; its files take up ``stored_bytes``; ``removed`` are the mask ids of
    ``visual`` that this state and its ancestors have erased; ``followed`` is the child that redo goes to. ``usage`` is
    what making it took of a hosted service (``editor.jobs.usage``).
    """

    picture = models.ForeignKey(Picture, on_delete=models.CASCADE, related_name="revisions")
    number = models.PositiveIntegerField()
    branch = models.PositiveIntegerField(default=0)
    parent = models.ForeignKey("self", null=True, on_delete=models.CASCADE, related_name="children")
    followed = models.ForeignKey("self", null=True, on_delete=models.SET_NULL, related_name="+")
    tool = models.CharField(max_length=40)
    title = SentenceField()
    name = models.CharField(max_length=200, blank=True)
    params = models.JSONField(default=dict)
    engine = models.CharField(max_length=80, blank=True)
    image = models.CharField(max_length=120, db_index=True)
    screen = models.CharField(max_length=120, db_index=True)
    thumbnail = models.CharField(max_length=120, db_index=True)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    is_transparent = models.BooleanField(default=False)
    stored_bytes = models.PositiveBigIntegerField(default=0)
    visual = models.ForeignKey(Visual, null=True, on_delete=models.SET_NULL, related_name="revisions")
    sid = models.CharField(max_length=120, blank=True)
    removed = models.JSONField(default=list)
    usage = models.JSONField(default=dict)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["picture", "number"], name="number_once_per_picture")]

    def __str__(self) -> str:
        return f"{self.number}. {self.label}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Write the row; a new one finds the line it stands on."""
        if not self.branch:
            self.branch = self.number if self.parent is None else self.parent.branch_of_next(self.number)
        super().save(*args, **kwargs)

    def follow_here(self) -> None:
        """Make every ancestor point down towards this revision, so that redo finds the way back."""
        turned = [Revision(pk=pk, followed_id=child) for pk, child in queries.select_turns(self.pk)]
        Revision.objects.bulk_update(turned, ["followed"])

    def branch_of_next(self, number: int) -> int:
        """The line that a new child of this revision stands on, ``number`` being the child's."""
        return number if self.children.filter(branch=self.branch).exists() else self.branch

    @property
    def label(self) -> str:
        """What the step is called."""
        return self.name or self.title

    def rename(self, name: str) -> None:
        """Call the step something else; an empty name brings back what the tool calls it."""
        self.name = name
        self.save(update_fields=["name"])

    @property
    def registered(self) -> bool:
        """True where Bria can start from this state: it has a sid, or is the very image that was registered."""
        return self.visual is not None and bool(self.visual.visual_id) and (bool(self.sid) or self.is_base)

    @property
    def is_base(self) -> bool:
        """True where this revision's image is the one its visual was made from."""
        return self.visual is not None and not self.sid and self.image == self.visual.image
