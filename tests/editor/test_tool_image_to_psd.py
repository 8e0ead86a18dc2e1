"""Layers: a document is made, kept beside the picture, downloaded by its owner and cleared away with it."""

from __future__ import annotations

import io
from datetime import timedelta
from typing import Any

import pytest
from PIL import Image
from psd_tools import PSDImage

from editor import cleaning, files, pictures
from editor.jobs import queue
from editor.models import Job, Picture
from tests.bria.fakes import BASE, reply
from tests.editor import fake_service
from tests.editor.clients import key, post, visitor
from tests.editor.user_actions import done, erase, uploaded
from tests.narrowing import require

pytestmark = pytest.mark.django_db


def document() -> bytes:
    """A document of two layers, named "Mug 1" and, above it, "Hülle"."""
    psd = PSDImage.new("RGB", fake_service.SIZE[::-1])
    for name in ("Mug 1", "Hülle"):
        psd.append(psd.create_pixel_layer(Image.new("RGB", fake_service.SIZE[::-1]), name=name))
    target = io.BytesIO()
    psd.save(target)
    return target.getvalue()


@pytest.fixture
def engine(hosted: fake_service.Service) -> fake_service.Service:
    """A service that makes layers."""
    hosted.overrides["/image_to_psd"] = lambda: reply({"image_res": f"{BASE}/files/layers.psd"})
    hosted.overrides["/files/layers.psd"] = lambda: reply(document())
    return hosted


def layers(picture: Picture) -> Job:
    """The layers of the current revision, made."""
    assert picture.current is not None
    return done(queue.enqueue(picture, "file", picture.current, {"tool": "image_to_psd"}, "key"))


def test_the_document_is_the_jobs_file_and_no_revision(engine: fake_service.Service) -> None:
    picture = uploaded()
    job = layers(picture)
    assert (job.status, job.result, picture.revisions.count()) == ("done", None, 1)
    assert files.read(job.file) == document()
    assert job.received["layers"] == ["Hülle", "Mug 1"]


def test_an_edited_state_is_asked_for_by_its_sid(engine: fake_service.Service) -> None:
    picture = uploaded()
    erase(picture, 1)
    layers(picture)
    assert engine.transport.asked[-2].endswith("/image_to_psd?sid=sid-removed")


def test_a_state_without_handle_is_registered_and_keeps_its_regions(engine: fake_service.Service) -> None:
    picture = uploaded()
    erase(picture, 1)
    picture.revisions.filter(number=2).update(sid="")
    picture.refresh_from_db()
    job = layers(picture)
    original, edited = picture.revisions.all()
    assert (job.status, edited.removed, edited.visual_id) == ("done", [1], original.visual_id)
    assert engine.transport.asked[-2] == "POST /v1/0000000000000002/image_to_psd"


def test_a_forgotten_handle_is_replaced(engine: fake_service.Service) -> None:
    picture = uploaded()
    answers = [reply({"message": "unknown"}, 404), reply({"image_res": f"{BASE}/files/layers.psd"})]
    engine.overrides["/image_to_psd"] = lambda: answers.pop(0)
    assert layers(picture).status == "done"


def test_what_is_no_document_ends_the_job_with_a_sentence(engine: fake_service.Service) -> None:
    engine.overrides["/files/layers.psd"] = lambda: reply(fake_service.picture())
    job = layers(uploaded())
    assert (job.status, "send a Photoshop document" in str(job.error), job.file) == ("failed", True, "")


def test_a_broken_document_ends_the_job_with_a_sentence(engine: fake_service.Service) -> None:
    engine.overrides["/files/layers.psd"] = lambda: reply(document()[:60])
    assert layers(uploaded()).status == "failed"


def file_of(job: Job, name: str = "alice") -> Any:
    return visitor(name).get(f"/pictures/{job.picture_id}/jobs/{job.pk}/file")


def test_it_is_downloaded_under_the_pictures_name(engine: fake_service.Service) -> None:
    response = file_of(layers(uploaded()))
    assert response["Content-Disposition"] == 'attachment; filename="Holiday.psd"'
    assert response.content == document()


def test_nobody_else_gets_it(engine: fake_service.Service) -> None:
    assert file_of(layers(uploaded()), "bob").status_code == 404


def test_a_job_without_a_file_has_none(engine: fake_service.Service) -> None:
    assert file_of(uploaded().jobs.get()).status_code == 404


def test_the_link_stays_until_the_revision_changes(engine: fake_service.Service) -> None:
    picture = uploaded()
    link = f"/jobs/{layers(picture).pk}/file"
    assert link in visitor().get(f"/pictures/{picture.pk}/").content.decode()
    erase(picture, 1)
    assert link not in visitor().get(f"/pictures/{picture.pk}/").content.decode()


def test_the_form_makes_a_job_beside_which_edits_go_on(engine: fake_service.Service) -> None:
    picture = uploaded()
    post(visitor(), f"/pictures/{picture.pk}/edits/", tool="image_to_psd", revision="1", key=key())
    assert picture.jobs.latest("created_at").kind == "file"


def test_the_file_goes_with_the_picture_and_stays_until_then(engine: fake_service.Service) -> None:
    picture = uploaded()
    job = layers(picture)
    cleaning.clean(timedelta(days=-1))
    assert files.size(job.file)
    files.mark_of(require(files.local_path(job.file))).unlink(missing_ok=True)  # stored again long ago
    pictures.delete(picture)
    with pytest.raises(FileNotFoundError):
        files.read(job.file)
