"""Our voice goes out as it is due, never far ahead, and we know how much of it was heard."""

import asyncio
from collections.abc import Awaitable, Callable

import numpy as np

from tests.calls.virtual_time import VirtualClock, run_virtually
from voice_connector.call.speaking.mouth import _Piece, split_heard
from voice_connector.call.speaking.pacer import Pacer
from voice_connector.speech.interfaces import FRAME_SAMPLES, SAMPLE_RATE, Pcm


def sound(seconds: float) -> Pcm:
    return np.ones(int(seconds * SAMPLE_RATE), np.int16)


class Line:
    def __init__(self, clock: VirtualClock) -> None:
        self.clock = clock
        self.sent: list[float] = []

    async def take(self, frame: Pcm) -> None:
        assert len(frame) == FRAME_SAMPLES
        self.sent.append(self.clock.now())


def played(talk: Callable[[VirtualClock, Line, Pacer], Awaitable[None]]) -> None:
    """One line with its pacer running, for as long as `talk` lasts."""

    async def main() -> None:
        clock = VirtualClock()
        line = Line(clock)
        pacer = Pacer(clock, line.take)
        task = asyncio.create_task(pacer.run())
        await asyncio.sleep(0)
        await talk(clock, line, pacer)
        task.cancel()

    run_virtually(main())


async def two_seconds_of_which_half_a_second_is_heard(clock: VirtualClock, pacer: Pacer) -> None:
    pacer.queue(sound(2.0))
    await clock.sleep(0.5)


def test_two_seconds_of_sound_take_two_seconds_and_begin_at_once() -> None:
    async def talk(clock: VirtualClock, line: Line, pacer: Pacer) -> None:
        pacer.queue(sound(2.0))
        await pacer.drained()
        assert line.sent[0] == 0.0
        assert len(line.sent) == 100
        assert abs(clock.now() - 2.0) < 0.002
        ahead = [number * 0.02 - at for number, at in enumerate(line.sent)]
        assert max(ahead) <= 0.2 + 1e-9

    played(talk)


def test_a_flush_forgets_what_was_not_heard() -> None:
    async def talk(clock: VirtualClock, line: Line, pacer: Pacer) -> None:
        await two_seconds_of_which_half_a_second_is_heard(clock, pacer)
        heard = pacer.flush()
        assert abs(heard / SAMPLE_RATE - 0.5) <= 0.021
        assert pacer.queued_until == heard
        await pacer.drained()
        assert clock.now() < 0.502

    played(talk)


def test_sound_after_a_silence_begins_at_once_and_counts_from_where_it_was() -> None:
    async def talk(clock: VirtualClock, line: Line, pacer: Pacer) -> None:
        pacer.queue(sound(0.1))
        await pacer.drained()
        await clock.sleep(5.0)
        pacer.queue(sound(0.1))
        await pacer.drained()
        assert abs(line.sent[5] - 5.1) < 0.002
        assert pacer.heard_samples == int(0.2 * SAMPLE_RATE)

    played(talk)


def test_less_than_a_frame_is_kept_until_the_sentence_ends() -> None:
    async def talk(clock: VirtualClock, line: Line, pacer: Pacer) -> None:
        pacer.queue(np.ones(100, np.int16))
        await clock.sleep(0.1)
        assert line.sent == []
        pacer.end_of_sentence()
        await pacer.drained()
        assert len(line.sent) == 1

    played(talk)


def test_what_was_heard_is_whole_words_and_the_rest_was_not() -> None:
    pieces = [_Piece("One two three.", 0, 300), _Piece("Four five.", 300, 200)]
    text = "One two three. Four five."
    assert split_heard(text, pieces, 0) == ("", text)
    assert split_heard(text, pieces, 250) == ("One two", "three. Four five.")
    assert split_heard(text, pieces, 400) == ("One two three. Four", "five.")
    assert split_heard(text, pieces, 500) == (text, "")


def test_a_sentence_that_was_never_made_was_not_heard() -> None:
    assert split_heard("One two. Three.", [_Piece("One two.", 0, 200)], 200) == ("One two.", "Three.")


def test_held_sound_stops_at_once_and_goes_on_a_little_earlier_with_nothing_lost() -> None:
    async def talk(clock: VirtualClock, line: Line, pacer: Pacer) -> None:
        await two_seconds_of_which_half_a_second_is_heard(clock, pacer)
        pacer.hold()
        heard, sent = pacer.heard_samples, len(line.sent)
        await clock.sleep(3.0)
        assert len(line.sent) == sent
        assert pacer.heard_samples == heard
        pacer.resume()
        await pacer.drained()
        assert pacer.heard_samples == 2 * SAMPLE_RATE
        assert abs(clock.now() - (0.5 + 3.0 + 1.5 + 0.2)) < 0.03

    played(talk)


def test_sound_that_is_held_and_then_flushed_counts_as_heard_up_to_the_pause() -> None:
    async def talk(clock: VirtualClock, line: Line, pacer: Pacer) -> None:
        await two_seconds_of_which_half_a_second_is_heard(clock, pacer)
        pacer.hold()
        await clock.sleep(1.0)
        assert abs(pacer.flush() / SAMPLE_RATE - 0.5) <= 0.021
        pacer.queue(sound(0.1))
        await pacer.drained()

    played(talk)
