"""The kinds of jobs that only tests do, by name; without Django, for the settings of a worker read them."""

NAMES = ["quick", "slow", "paid", "resumed", "broken", "refused", "cancels_itself"]
KINDS = {name: f"tests.editor.fake_jobs.{name}" for name in NAMES}
