"""The last words of a hand-over in the caller's own language, where the agency has them: recorded for a call, written for a chat. Pure."""

from dataclasses import replace

from voice_connector.agency_line import Lines
from voice_connector.bot.replies import Reply, Transfer
from voice_connector.events import Channel


def in_their_language(reply: Reply, lines: Lines, language: str, channel: Channel) -> Reply:
    """In writing beside ours, in a call instead of it: our voice would read a foreign sentence in English."""
    if not isinstance(reply, Transfer):
        return reply
    if channel == "voice":
        spoken = lines.spoken_emergencies if reply.decision.emergency else lines.spoken_languages
        return replace(reply, text=spoken.get(language, reply.text))
    written = lines.other_emergencies if reply.decision.emergency else lines.other_languages
    return replace(reply, text=f"{reply.text} {written.get(language, '')}".strip())
