"""What the studio remembers: pictures, their revisions, what Bria knows about them, and jobs.

Files are content-addressed in the default storage (``editor.files``); a field named ``image`` or ``regions`` holds
the stored name.
"""

from editor.models.jobs import Job
from editor.models.owners import Share, Turn, Visitor
from editor.models.pictures import FIRST, Picture, Revision
from editor.models.recipes import RecipeRun, RecipeUse, SavedRecipe
from editor.models.visuals import Visual
from editor.models.workers import DueSweep, WorkerBeat

__all__ = [
    "FIRST",
    "DueSweep",
    "Job",
    "Picture",
    "RecipeRun",
    "RecipeUse",
    "Revision",
    "SavedRecipe",
    "Share",
    "Turn",
    "Visitor",
    "Visual",
    "WorkerBeat",
]
