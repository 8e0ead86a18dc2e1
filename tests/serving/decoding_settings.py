"""Settings for a real server under test that has memory for one picture at a time, for which nobody waits long."""

from tests.serving.api_settings import *  # noqa: F403

DECODING_BYTES = 32_000_000
DECODING_PATIENCE = 0
