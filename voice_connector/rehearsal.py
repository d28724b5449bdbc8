"""Speaks the agency's fixed wording ahead of time, sentence by sentence, while nobody is calling; each is kept from then on."""

from collections.abc import Sequence
from itertools import product

from voice_connector.clock import Clock
from voice_connector.exchange import Exchange
from voice_connector.log import logger
from voice_connector.speech.errors import SpeechError
from voice_connector.speech.interfaces import Synthesiser
from voice_connector.speech.tts.sentences import split_sentences

_LOOK_AGAIN_S = 2.0


async def rehearse(
    texts: Sequence[str], synthesiser: Synthesiser, exchange: Exchange, clock: Clock, rates: Sequence[float] = (1.0,)
) -> int:
    """Returns how many sentences are ready. A call has the voice to itself: the rehearsal waits until it is over.

    `rates`: everything at the first one, then at the next: few callers ask for "slower", but they wait for it.
    """
    sentences = list(dict.fromkeys(sentence for text in texts for sentence in split_sentences(text)))
    ready = 0
    for rate, sentence in product(rates, sentences):
        while exchange.active:
            await clock.sleep(_LOOK_AGAIN_S)
        try:
            ready += await synthesiser.prepare([sentence], rate=rate)
        except SpeechError as error:
            logger.warning("a sentence could not be spoken ahead of time", error=type(error).__name__)
    logger.info("the agency's wording is ready to be spoken", sentences=ready)
    return ready
