"""What travels through the queue: the id of a job, nothing else."""

from django_tasks import task

from editor import jobs


@task()
def run_job(job_id: str) -> None:
    """Do the job; delivered twice, it is done once."""
    jobs.run(job_id)
