"""A chat that a person of the agency has taken from the bot: their words to the caller, the caller's to them, until one leaves."""

from voice_connector.agency_line import Lines
from voice_connector.bot import messages
from voice_connector.bot.replies import Decision
from voice_connector.call.journal import Journal
from voice_connector.call.line import Line
from voice_connector.call.speaking.voice import Voice
from voice_connector.call.turns.inbox import Inbox
from voice_connector.events import CallerSaid, PersonLeft, PersonSays, PersonTyped, TakenOver, TextTyped

_WANTED = Decision("transfer", disposition="call_taker", reason="routed")


def wanted(journal: Journal) -> Decision:
    """The decision of a call that a call-taker took by themselves; an emergency stays one."""
    decided = journal.decision
    return decided if decided is not None and decided.emergency else _WANTED


class Attending:
    """One chat. Nothing that the caller writes reaches the bot any more; all of it stands in the record."""

    def __init__(self, line: Line, lines: Lines, voice: Voice, journal: Journal, inbox: Inbox) -> None:
        self._line, self._lines, self._voice, self._journal, self._inbox = line, lines, voice, journal, inbox

    async def run(self, taken: TakenOver, *, back: bool = False) -> None:
        """Until that person ends it. What the caller wrote while waiting comes first. `back`: they were here before a restart of ours."""
        self._journal.decided(wanted(self._journal))
        self._journal.transferred("connected")
        self._journal.ended_by = "transfer"
        if self._lines.person_joined and not back:
            await self._voice.say(self._lines.person_joined.replace("{name}", taken.name), final=True)
        while not isinstance(event := await self._inbox.get(), PersonLeft):
            if isinstance(event, TextTyped) and not event.whispered:
                self._heard(event)
            elif isinstance(event, PersonTyped):
                self._journal.staff(event.text)
                self._line.show(PersonSays(event.text, taken.name))
        if self._lines.person_left:
            await self._voice.say(self._lines.person_left, final=True)
        await self._line.hang_up()

    def _heard(self, typed: TextTyped) -> None:
        words = messages.words(typed.text)
        self._journal.caller(words, "typed")
        self._line.show(CallerSaid(words, "typed", id=typed.id))
