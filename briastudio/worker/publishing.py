"""Word of new work from machine to machine, by a channel of Redis."""

from __future__ import annotations

import logging

import redis
from django.conf import settings

from briastudio.worker.notifications import CHANNEL, Interrupted, Ring

ALIVE = 10  # seconds between two looks whether the connection still stands
PATIENCE = 3  # seconds to connect, and for an answer

logger = logging.getLogger(__name__)


def send(queue: str) -> None:
    """Tell every worker that there is work in a queue; where nobody can be told, they find it at their next beat."""
    try:
        with connect() as server:
            server.publish(CHANNEL, queue)
    except redis.RedisError as error:
        logger.warning("Nobody was told of new work: %s", error)


def listen(ring: Ring) -> None:
    """As ``briastudio.worker.notifications.listen``.

    Raises:
        Interrupted: the connection is lost.
    """
    try:
        with connect() as server, server.pubsub(ignore_subscribe_messages=True) as channel:
            channel.subscribe(CHANNEL)
            ring("*")
            while True:
                message = channel.get_message(timeout=ALIVE)
                if message:
                    ring(message["data"].decode())
                else:
                    channel.ping()
    except redis.RedisError as error:
        raise Interrupted(str(error)) from error


def connect() -> redis.Redis:
    """A client of the server that the settings name."""
    return redis.Redis.from_url(settings.REDIS_URL, socket_connect_timeout=PATIENCE, socket_timeout=PATIENCE + ALIVE)
