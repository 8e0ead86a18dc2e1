"""What of a file is lost when it is opened, as sentences."""

from __future__ import annotations

from imagefiles.sentences import gettext_noop

GAIN_MAP = gettext_noop(
    "The photo's gain map, which brightens it on HDR screens, was left out: it would not fit after an edit."
)
DEPTH_MAP = gettext_noop("The photo's depth map was left out: it would not fit after an edit.")
MOTION = gettext_noop("The short video or sound that came with the photo was left out.")
SIGNATURE = gettext_noop(
    "The photo's proof of origin (Content Credentials, C2PA) was left out: after an edit it would report tampering."
)
SECOND_PICTURE = gettext_noop("A second picture in the file was left out.")
FACES = gettext_noop("The names put to faces were left out: their places do not fit now that the photo is upright.")
NO_EXIF = gettext_noop("The camera's data (EXIF) could not be read and was left out.")
PART_OF_EXIF = gettext_noop("Part of the camera's data (EXIF) could not be read and was left out.")
NO_XMP = gettext_noop("The photo's description (XMP) could not be read and was left out.")
PART_OF_XMP = gettext_noop("Part of the photo's description (XMP) could not be read and was left out.")
PART_OF_IPTC = gettext_noop("Part of the photo's caption data (IPTC) could not be read and was left out.")
PART_OF_TEXTS = gettext_noop("Some texts in the file are too long to keep and were left out.")
ORDER = (
    GAIN_MAP,
    DEPTH_MAP,
    MOTION,
    SECOND_PICTURE,
    SIGNATURE,
    FACES,
    NO_EXIF,
    PART_OF_EXIF,
    NO_XMP,
    PART_OF_XMP,
    PART_OF_IPTC,
    PART_OF_TEXTS,
)


def explained(lost: set[str]) -> set[str]:
    """Of what is lost, that which another sentence says better."""
    return {SECOND_PICTURE} if lost & {GAIN_MAP, DEPTH_MAP} else set()
