"""How long a pause ends the caller's turn: it depends on what has been said and on what was asked."""

from spoken.en import turn_ends
from voice_connector.bot.replies import WireAsk
from voice_connector.settings import CallSettings

_READ_OUT = frozenset({"number", "text"})
_SHORT = frozenset({"yes_no", "choice"})
_TOLD_AT_ONCE = frozenset(
    {"open", "yes_no", "choice"}
)  # not a story in the caller's own words, which has many sentences
_WORD_OR_TWO_MS = 1_000
_DIGIT_MS = 180  # of voice, read out quickly: with less, not all that were asked for have been said


def silence_ms(said: str | None, ask: WireAsk | None, settings: CallSettings) -> int:
    """The pause that ends the turn. `said` is the words so far, None while they are not known.

    A complete answer ends sooner: a plain yes or no, a named choice, as many digits as were asked for; a little sooner a whole
    sentence (docs/decisions/0024-whole-sentences.md). An unfinished sentence, digits or letters being read out, and the
    middle of an address end later.
    """
    if said is None:
        return settings.silence_ms
    if ask is not None and _answers(said, ask):
        return settings.silence_answered_ms
    if _reads_out(said, ask) or turn_ends.is_unfinished(said):
        return settings.silence_unfinished_ms
    if ask is not None and ask.kind == "place":
        return _place_ms(said, settings)
    if (ask is None or ask.kind in _TOLD_AT_ONCE) and turn_ends.is_whole_sentence(said, answers=_is_short(ask)):
        return min(settings.silence_complete_ms, settings.silence_ms)
    return settings.silence_ms


def _place_ms(said: str, settings: CallSettings) -> int:
    """A house number alone wants its street; "fourteen fifty Bannock Street" is whole."""
    if turn_ends.ends_in_digits(said):
        return settings.silence_unfinished_ms
    return (
        settings.silence_ms
        if turn_ends.ends_like_an_address(said)
        else max(settings.silence_ms, settings.silence_place_ms)
    )


def speculate_ms(voiced_ms: int, ask: WireAsk | None, settings: CallSettings) -> int:
    """The pause at which recognition begins on trial. A short answer is likely whole, and digits that were asked for may be all of
    them: their text decides when the turn ends, so it has to be there soon."""
    word_or_two = _is_short(ask) and voiced_ms <= _WORD_OR_TWO_MS
    all_digits = ask is not None and ask.digits and voiced_ms >= ask.digits * _DIGIT_MS
    if word_or_two or all_digits:
        return min(settings.speculate_answer_after_ms, settings.speculate_after_ms)
    return settings.speculate_after_ms


def _is_short(ask: WireAsk | None) -> bool:
    return ask is not None and ask.kind in _SHORT


def _answers(said: str, ask: WireAsk) -> bool:
    if ask.kind == "yes_no":
        return turn_ends.is_yes_no(said, ask.slot)
    if ask.digits:
        return turn_ends.is_digits_only(said) and turn_ends.digit_count(said) == ask.digits
    if ask.kind != "choice":
        return False
    return " ".join(turn_ends.tokens(said)) in {" ".join(turn_ends.tokens(choice)) for choice in ask.choices}


def _reads_out(said: str, ask: WireAsk | None) -> bool:
    """Digits or letters are coming and the number is not known to be complete."""
    if turn_ends.spells(said):
        return True
    if not turn_ends.ends_in_digits(said):
        return False
    if ask is not None and ask.digits:
        return turn_ends.digit_count(said) < ask.digits
    asked_for_digits = ask is not None and ask.kind in _READ_OUT
    return asked_for_digits or turn_ends.digit_count(said) >= 3
