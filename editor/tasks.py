"""What travels through the queue: the id of a job, nothing else."""

from django_tasks import task

from editor.jobs import execution


@task()
def run_job(job_id: str, owner: str = "") -> None:
    """Do the job of ``owner``, by whom turns are taken; delivered twice, it is done once."""
    execution.run(job_id)
