"""What the studio remembers: pictures, their revisions, what Bria knows about them, and jobs.

Files are content-addressed in the default storage (``editor.files``); a field named ``image`` or ``regions`` holds
the stored name.
"""

from __future__ import annotations

import uuid
from typing import Any

from django.db import connection, models, transaction
from django.utils import timezone

from editor import sentences
from editor.fields import SentenceField
from editor.history import queries

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
            made_here = models.Q(base=self.current_id) & ~models.Q(file="")
            ended = self.jobs.filter(status=Job.Status.DONE, seen=False)
            ended.filter(models.Q(result=revision) | made_here).update(seen=True)
            self.current = revision
            self.save(update_fields=["current"])

    def mark_failures_seen(self) -> None:
        """Whoever asks for something anew knows which of the jobs before failed or were stopped."""
        self.jobs.filter(status__in=Job.UNSUCCESSFUL, seen=False).update(seen=True)

    def rename(self, name: str) -> None:
        """Give the picture another name."""
        self.name = name
        self.save(update_fields=["name"])


class Visual(models.Model):
    """What one engine knows about one image: its handle, its regions, its people.

    ``visual_id`` is empty where only the isolated routes are used; ``people`` is None until they were looked up.
    ``early_regions`` are those of an engine that goes on to look for objects, found at once; they are the ``regions``
    until those of objects take their place. No id is in both, and what was selected of the early ones stays good.
    ``previews`` are the SHA-256 of images that the engine was given for previews of this one.
    """

    picture = models.ForeignKey(Picture, on_delete=models.CASCADE, related_name="visuals")
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


class Job(models.Model):
    """One piece of slow work. The row is the truth; a queue only delivers it.

    ``key`` makes the same request, sent twice, one job. ``lease_token`` fences: whoever no longer holds it writes
    nothing. ``sent`` is what was about to be asked of a paid service and ``received`` the handle it answered with, so
    that a second attempt resumes instead of paying twice. ``usage`` is what it took of a hosted service so far
    (``editor.jobs.usage``). A job whose outcome is no revision has it in ``file``, the name of a stored file. Until it
    is ``seen``, a person is told how the job ended: that it failed, or that its outcome waits.
    """

    class Status(models.TextChoices):
        """Where a job stands; the last four are final."""

        QUEUED = "queued"
        RUNNING = "running"
        DONE = "done"
        FAILED = "failed"
        CANCELLED = "cancelled"
        UNKNOWN = "unknown", "outcome unknown"

    UNSUCCESSFUL = (Status.FAILED, Status.UNKNOWN, Status.CANCELLED)

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    picture = models.ForeignKey(Picture, on_delete=models.CASCADE, related_name="jobs")
    kind = models.CharField(max_length=20)
    base = models.ForeignKey(Revision, on_delete=models.CASCADE, related_name="+")
    result = models.ForeignKey(Revision, null=True, on_delete=models.SET_NULL, related_name="+")
    params = models.JSONField(default=dict)
    key = models.CharField(max_length=64, unique=True)
    status = models.CharField(max_length=12, choices=Status.choices, default=Status.QUEUED)
    steps = models.JSONField(default=list)
    error = SentenceField(blank=True)
    error_kind = models.CharField(max_length=40, blank=True)
    cancel_requested = models.BooleanField(default=False)
    attempt = models.PositiveSmallIntegerField(default=0)
    lease_token = models.CharField(max_length=32, blank=True)
    lease_until = models.DateTimeField(null=True)
    due_at = models.DateTimeField(default=timezone.now)
    sent: models.JSONField[Any, Any] = models.JSONField(null=True)
    received: models.JSONField[Any, Any] = models.JSONField(null=True)
    usage = models.JSONField(default=dict)
    file = models.CharField(max_length=120, blank=True, db_index=True)
    seen = models.BooleanField(default=False)
    created_at = models.DateTimeField(default=timezone.now)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["created_at", "pk"]
        indexes = [models.Index(fields=["status", "due_at"])]

    def __str__(self) -> str:
        return f"{self.kind} {self.status}"

    @property
    def step(self) -> str:
        """The step last begun, such as "Finding regions"."""
        return str(self.steps[-1]["name"]) if self.steps else ""

    @property
    def active(self) -> bool:
        """True until the job has ended in one way or another."""
        return self.status in {Job.Status.QUEUED, Job.Status.RUNNING}

    def take_back(self) -> None:
        """Show what was shown before the job was done, for somebody who wanted it stopped and could not know of that.

        Nothing is lost: the result waits in the history. Once is enough: whoever goes there afterwards wants to.
        """
        made = self.result_id is not None and self.result_id != self.base_id
        if made and self.picture.current_id == self.result_id and not self.cancel_requested:
            self.picture.go_to(self.base)
            self.cancel_requested, self.seen = True, False
            self.save(update_fields=["cancel_requested", "seen"])

    def see(self) -> None:
        """A person knows how it ended, or does not want to."""
        if not self.seen:
            self.seen = True
            self.save(update_fields=["seen"])


class SavedRecipe(models.Model):
    """A recipe that an owner keeps: ``text`` is its file (``recipes.writing``), ``name`` what the owner calls it.

    The list of recipes shows how many steps there are, ``step_count``, and of the first ones the ``outline``
    (``editor.recipes.wording``), so that it reads no file.
    """

    owner = models.CharField(max_length=32, db_index=True)
    name = models.CharField(max_length=200)
    text = models.TextField()
    step_count = models.PositiveSmallIntegerField(default=0)
    outline = models.JSONField(default=list)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-created_at", "-pk"]

    def __str__(self) -> str:
        return self.name

    def rename(self, name: str) -> None:
        """Give the recipe another name."""
        self.name = name
        self.save(update_fields=["name"])


class RecipeRun(models.Model):
    """A recipe applied to pictures, or tried on one: then it ``is_preview``, and no history gets anything of it.

    ``recipe`` is the name of the stored file, ``name`` what the recipe was called at that moment.
    """

    owner = models.CharField(max_length=32, db_index=True)
    name = models.CharField(max_length=200)
    recipe = models.CharField(max_length=120)
    is_preview = models.BooleanField(default=False)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-created_at", "-pk"]

    def __str__(self) -> str:
        return self.name


class RecipeUse(models.Model):
    """One picture of a run. ``error`` says why nothing was begun; ``decision`` is what a person makes of the result."""

    class Decision(models.TextChoices):
        """Nothing said yet, kept, or taken back."""

        OPEN = ""
        KEPT = "kept"
        UNDONE = "undone"

    run = models.ForeignKey(RecipeRun, on_delete=models.CASCADE, related_name="uses")
    picture = models.ForeignKey(Picture, on_delete=models.CASCADE, related_name="recipe_uses")
    job = models.ForeignKey(Job, null=True, on_delete=models.SET_NULL, related_name="+")
    error = SentenceField(blank=True)
    decision = models.CharField(max_length=8, choices=Decision.choices, blank=True, default=Decision.OPEN)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.run_id} on {self.picture_id}"

    def decide(self, decision: Decision) -> None:
        """Show the result, or what was there before it; the result stays in the history in either case."""
        job = self.job
        if job is None or job.result is None:
            return
        if decision == self.Decision.KEPT:
            self.picture.go_to(job.result)
        elif self.picture.current_id == job.result_id:
            self.picture.go_to(job.base)
        job.see()
        self.decision = decision
        self.save(update_fields=["decision"])


class Share(models.Model):
    """Somebody whom the owner of a picture lets look at it, or edit it as well; ``owner`` is their own owner name."""

    picture = models.ForeignKey(Picture, on_delete=models.CASCADE, related_name="shares")
    owner = models.CharField(max_length=32, db_index=True)
    may_edit = models.BooleanField(default=False)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-created_at", "-pk"]
        constraints = [models.UniqueConstraint(fields=["picture", "owner"], name="one_share_per_owner")]

    def __str__(self) -> str:
        return f"{self.picture_id} with {self.owner}"


class Visitor(models.Model):
    """When the owner of pictures was last there, to the day."""

    owner = models.CharField(max_length=32, primary_key=True)
    seen_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return f"{self.owner} {self.seen_at:%Y-%m-%d}"


class Turn(models.Model):
    """When a worker last took up something of an owner, who may be a session or a token of the API."""

    owner = models.CharField(max_length=64, primary_key=True)
    served_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return f"{self.owner} {self.served_at:%H:%M:%S}"


class DueSweep(models.Model):
    """When what one worker does for all of them is due again; whoever does it now has put that off for so long."""

    name = models.CharField(max_length=100, primary_key=True)
    due_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name


class WorkerBeat(models.Model):
    """When a worker process last said that it lives; ``/healthz`` reads it."""

    name = models.CharField(max_length=64, primary_key=True)
    ready = models.BooleanField(default=False)
    beaten_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name
