"""How long silence after our voice lasts before the bot hears of it. What to do about it is the bot's decision."""

from voice_connector.bot.replies import WireAsk
from voice_connector.settings import CallSettings

_MUST_BE_FETCHED = frozenset({"number"})


def wait_ms(ask: WireAsk | None, settings: CallSettings, allowed_s: int | None = None) -> int:
    """What the bot allows this once, else as usual; a case number lies in another room: what must be looked up gets longer."""
    if allowed_s is not None:
        return allowed_s * 1000
    if ask is not None and (ask.kind in _MUST_BE_FETCHED or (ask.digits or 0) > 1):
        return settings.no_input_fetch_ms
    return settings.no_input_ms
