"""Writes a call's next step as the document that Twilio asked for."""

import secrets
from collections.abc import Callable

from voice_connector.agency_line import AgencyLine, Person
from voice_connector.call.ending import emergency
from voice_connector.call.line import TransferOrder
from voice_connector.gateways.shared import targets
from voice_connector.gateways.shared.turns import Over, Saying, Stay, Step, silence_s
from voice_connector.gateways.twilio import twiml
from voice_connector.gateways.twilio.settings import TwilioSettings
from voice_connector.gateways.twilio.tokens import StreamTokens
from voice_connector.settings import CallSettings

ONCE = "once"  # the parameter that makes an address of ours its document's own; Twilio signs addresses


class Documents:
    """All addresses in them are below the public address of the settings."""

    def __init__(
        self,
        settings: TwilioSettings,
        agency_line_of: Callable[[str], AgencyLine],
        timing: CallSettings,
        tokens: StreamTokens,
    ) -> None:
        self._settings, self._agency_line_of, self._timing, self._tokens = settings, agency_line_of, timing, tokens
        self._voice = twiml.Voice(settings.language, settings.voice, settings.speech_model, settings.hints)

    def step(self, sid: str, step: Step) -> str:
        """The call's next step; a call by stream gets its stream (again) while nothing else is decided."""
        then = step.then
        if isinstance(then, TransferOrder):
            return self._dial(sid, step.say, then)
        if isinstance(then, Over):
            return self.hang_up(step.say)
        if not isinstance(then, Stay):
            actions = self._once("next"), self._once("next?nothing=1")
            return twiml.gather(step.say, then, *actions, silence_s(then, self._timing), self._voice)
        if self._settings.way == "stream":
            return self.connect(sid)
        return twiml.stay(step.say, self._once("next?again=1"), self._voice)

    def connect(self, sid: str) -> str:
        stream = self._url("stream").replace("http", "ws", 1)
        return twiml.connect(stream, self._once("next"), {"token": self._tokens.issue(sid)})

    def nobody(self, sid: str) -> str:
        """When no person can be rung, a sentence in Twilio's voice."""
        return self.hang_up((Saying(self._agency_line_of(sid).lines.callback_hint, safety=True),))

    def hang_up(self, say: tuple[Saying, ...] = ()) -> str:
        return twiml.hang_up(say, self._voice)

    def can_dial(self, to: Person) -> bool:
        return targets.can_be_dialled(to, self._settings.sip)

    def _dial(self, sid: str, say: tuple[Saying, ...], order: TransferOrder) -> str:
        """Where Twilio speaks, it also gives the time to hang up and dial that a safety sentence promises."""
        pause_s = 0
        if order.reason == "emergency" and self._settings.way == "gather":
            pause_s = round(emergency.next_step(self._agency_line_of(sid), self._timing).grace_ms / 1000)
        asked = self._once("dialled"), self._once("notice")
        dialling = twiml.Dialling(*asked, self._settings.caller_id, self._settings.sip)
        return twiml.dial(say, order, pause_s, dialling, self._voice)

    def _once(self, path: str) -> str:
        """An address for one question: what is asked there again is not asked anew (see `server.Answers`)."""
        return self._url(f"{path}{'&' if '?' in path else '?'}{ONCE}={secrets.token_hex(8)}")

    def _url(self, path: str) -> str:
        return f"{self._settings.address}/twilio/{path}"
