"""Recipes that are kept, and what came of them."""

from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext

from editor.fields import SentenceField
from editor.models.jobs import Job
from editor.models.pictures import Picture


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

    ``recipe`` is the name of the stored file, ``name`` what the recipe was called at that moment. A run that
    ``checks_faces`` has neither: it hides the faces that a person leaves ticked (``editor.recipes.face_checks``).
    """

    owner = models.CharField(max_length=32, db_index=True)
    name = models.CharField(max_length=200)
    recipe = models.CharField(max_length=120)
    is_preview = models.BooleanField(default=False)
    checks_faces = models.BooleanField(default=False)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-created_at", "-pk"]

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        """What a person sees it called."""
        return gettext("Hide faces") if self.checks_faces else self.name


class RecipeUse(models.Model):
    """One picture of a run. ``error`` says why nothing was begun; ``decision`` is what a person makes of the result.

    ``left_out`` are the places, from 0, of those faces among the ones that were found that are not to be hidden.
    """

    class Decision(models.TextChoices):
        """Nothing said yet, kept, taken back, or nothing is to be done."""

        OPEN = ""
        KEPT = "kept"
        UNDONE = "undone"
        LEFT = "left"

    run = models.ForeignKey(RecipeRun, on_delete=models.CASCADE, related_name="uses")
    picture = models.ForeignKey(Picture, on_delete=models.CASCADE, related_name="recipe_uses")
    job = models.ForeignKey(Job, null=True, on_delete=models.SET_NULL, related_name="+")
    error = SentenceField(blank=True)
    decision = models.CharField(max_length=8, choices=Decision.choices, blank=True, default=Decision.OPEN)
    left_out = models.JSONField(default=list)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.run_id} on {self.picture_id}"

    def leave(self) -> None:
        """Have nothing done with the picture."""
        self.decision = self.Decision.LEFT
        self.save(update_fields=["decision"])

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
