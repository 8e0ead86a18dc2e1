"""What a process keeps of costly values."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest

from engine.cache import ByteBoundedLRU


class Maker:
    """Makes a text and counts how often."""

    def __init__(self) -> None:
        self.made: list[str] = []

    def of(self, text: str) -> Callable[[], str]:
        def make() -> str:
            self.made.append(text)
            return text

        return make


@pytest.fixture
def maker() -> Maker:
    return Maker()


def ask(kept: ByteBoundedLRU[str], maker: Maker, texts: str) -> None:
    for text in texts.split():
        assert kept.get(text, maker.of(text)) == text


def test_it_makes_a_value_once(maker: Maker) -> None:
    ask(ByteBoundedLRU(3, 100, len), maker, "a b a b")
    assert maker.made == ["a", "b"]


def test_the_one_not_asked_for_longest_goes_first(maker: Maker) -> None:
    ask(ByteBoundedLRU(2, 100, len), maker, "a b a c a b")
    assert maker.made == ["a", "b", "c", "b"]


def test_it_keeps_to_its_bytes(maker: Maker) -> None:
    ask(ByteBoundedLRU[str](9, 5, len), maker, "aaa bb cc aaa")
    assert maker.made == ["aaa", "bb", "cc", "aaa"]


def test_a_value_larger_than_all_room_is_not_kept(maker: Maker) -> None:
    ask(ByteBoundedLRU[str](9, 5, len), maker, "a toolong toolong a")
    assert maker.made == ["a", "toolong", "toolong", "a"]


def test_a_failure_is_not_kept(maker: Maker) -> None:
    kept = ByteBoundedLRU[str](2, 100, len)
    with pytest.raises(ZeroDivisionError):
        kept.get("a", lambda: str(1 // 0))
    ask(kept, maker, "a")
    assert maker.made == ["a"]


def test_two_threads_have_it_made_once(maker: Maker) -> None:
    kept: ByteBoundedLRU[str] = ByteBoundedLRU(2, 100, len)
    asked, go_on = threading.Event(), threading.Event()

    def slowly() -> str:
        asked.set()
        go_on.wait(5)
        return maker.of("a")()

    first = threading.Thread(target=kept.get, args=("a", slowly))
    first.start()
    asked.wait(5)
    second = threading.Thread(target=kept.get, args=("a", maker.of("a")))
    second.start()
    go_on.set()
    first.join(5)
    second.join(5)
    assert maker.made == ["a"]
