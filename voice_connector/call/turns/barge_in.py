"""Whether speech over our voice stops it: words do, coughs and "uh-huh" do not, and safety sentences never stop.

Nobody can know within 200 ms whether a sound is a word. So our voice pauses at once, as a person's would, and goes on from
the same place when it was not one.
"""

from typing import Any

from spoken.en import turn_ends
from voice_connector.bot.replies import WireAsk
from voice_connector.events import Probed, SpeechDropped, TurnEnded
from voice_connector.settings import CallSettings


def stops(
    voiced_ms: int, said: str | None, ask: WireAsk | None, settings: CallSettings, *, leaving: bool = False
) -> bool:
    """Judges speech that is still going on. `said` is the words so far, None when the recogniser had no time for them.

    Words are not awaited for ever: long speech stops our voice even when nobody knows yet what it says. `leaving`: our
    last words before a transfer are playing, over which "okay, thank you" asks for nothing.
    """
    if said is None:
        return voiced_ms >= settings.barge_in_unheard_ms
    if voiced_ms < settings.barge_in_ms:
        return False
    return _wants_the_word(said, ask, leaving)


def counts_as_turn(said: str, ask: WireAsk | None, *, leaving: bool = False) -> bool:
    """Judges an utterance that began and ended while our voice was playing."""
    return _wants_the_word(said, ask, leaving)


def was_nothing(event: Any, settings: CallSettings) -> bool:
    """Whether our voice, which pauses for the caller, may go on: this event did not take the floor, and says why not."""
    if isinstance(event, Probed):
        words = event.transcript is not None and bool(turn_ends.tokens(event.transcript.text))
        noise = event.transcript is not None and not words and event.voiced_ms >= settings.barge_in_noise_ms
        return event.paused or noise
    return isinstance(event, TurnEnded | SpeechDropped)


def _wants_the_word(said: str, ask: WireAsk | None, leaving: bool) -> bool:
    if not turn_ends.tokens(said) or (leaving and turn_ends.is_farewell(said)):
        return False
    if ask is not None and ask.kind == "yes_no" and turn_ends.has_plain_answer(said):
        return True
    return not turn_ends.is_acknowledgement(said)
