"""The fields that all isolated routes of a version take: how the result is waited for, and what is judged before."""

from __future__ import annotations

from engine import moderation, webhooks
from engine.fields import Flag, Whole

V1_SYNC = Flag("sync", "False: answer at once; the file appears at the address later.", default=True)
V2_SYNC = Flag("sync", "True: answer with the result.")
V1_FIELDS = (V1_SYNC, moderation.EVERYTHING)
V2_FIELDS = (V2_SYNC, webhooks.ADDRESS, moderation.PROMPT, moderation.INPUT, moderation.OUTPUT)

# Of v1's routes that answer with several results (docs.bria.ai).
NUM_RESULTS = Whole("num_results", "How many addresses; they lead to the same image.", least=1, most=4, default=4)
