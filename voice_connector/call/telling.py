"""What a call tells others: the page or console what happens, the bot how something was said. Pure."""

from typing import Any

from voice_connector.bot import messages
from voice_connector.bot.replies import Ask, Decision, Reply, WireAsk
from voice_connector.call.answers import ToBot
from voice_connector.call.journal import Journal
from voice_connector.call.turns.turn_taking import Contribution
from voice_connector.events import CallerSaid, Decided, Listening, TextTyped, TurnEnded
from voice_connector.speech.tts.sentences import split_sentences

_LONGEST_UNSAID = 1_000


def listening(ask: WireAsk | None, wait_s: int | None = None) -> Listening:
    return Listening(ask.slot, ask.kind, ask.digits, ask.choices, wait_s) if ask else Listening(wait_s=wait_s)


def decided(reply: Reply, known: Decision) -> Decided:
    """The reply's act and question, with everything that is known by now."""
    asking = reply.ask.slot if isinstance(reply, Ask) else None
    place = known.destination.name or known.destination.id if known.destination else None
    return Decided(known.act, known.need, known.disposition, place, known.reason, asking)


def with_news(greeting: str, news: str) -> str:
    """What everybody is told now, before the greeting's last sentence: its question comes last."""
    *sentences, question = split_sentences(greeting)
    return " ".join([*sentences, news, question])


def without_question(greeting: str) -> str:
    """What everybody must hear at first, but for its question: who was handed in is asked something else."""
    return " ".join(split_sentences(greeting)[:-1])


def caller_said(said: Contribution) -> CallerSaid | None:
    """None for keys, silence and what a call-taker whispers: the caller said nothing."""
    if isinstance(said, TurnEnded):
        heard = said.transcript
        return CallerSaid(heard.text, "speech", heard.confidence, heard.language)
    if isinstance(said, TextTyped) and not said.whispered:
        return CallerSaid(messages.words(said.text), "typed", id=said.id)
    return None


def metadata(
    journal: Journal, meaning: ToBot | None = None, ask: WireAsk | None = None, not_heard: str = ""
) -> dict[str, Any]:
    """What goes to the bot beside the words; what is not known is absent. `not_heard`: the end of its last reply."""
    heard = meaning.transcript if meaning else None
    known = {
        "agency": journal.agency,
        "channel": journal.call.channel,
        "call_id": journal.call.call_id,
        "dialled": journal.call.dialled,
        "source": journal.call.source,
        "language": (meaning.language if meaning else None) or journal.language,
        "language_confidence": heard.language_confidence if heard else None,
        "stt_confidence": heard.confidence if heard else None,
        "heard": messages.heard(meaning.text, heard.text, heard.english) if meaning and heard else None,
        "asking": ask.slot if ask else None,
        "not_heard": not_heard[:_LONGEST_UNSAID] or None,
    }
    return {name: value for name, value in known.items() if value is not None}
