"""Whose turn it is to speak: waits for the caller's next contribution, and lets the caller take the floor from our voice."""

import asyncio
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from voice_connector.bot.replies import WireAsk
from voice_connector.call.hearing import no_match
from voice_connector.call.hearing.ear import Ear
from voice_connector.call.speaking.mouth import Mouth
from voice_connector.call.turns import barge_in, no_input
from voice_connector.call.turns.company import Company
from voice_connector.call.turns.dtmf import Collector, Entered, WantsBack, WantsPerson
from voice_connector.call.turns.inbox import Inbox
from voice_connector.call.turns.joining import Halves
from voice_connector.clock import Clock
from voice_connector.errors import EarFailed, VoiceFailed
from voice_connector.events import (
    DtmfPressed,
    EarBroken,
    FaxHeard,
    NoInput,
    Probed,
    SpeakingEnded,
    SpeechDropped,
    SpokenOver,
    TextTyped,
    TtyHeard,
    TurnEnded,
)
from voice_connector.settings import CallSettings


@dataclass(frozen=True, slots=True)
class Silence:
    """The caller has said nothing for long enough."""


_LOST_S = 0.1  # our voice pauses and nobody speaks: what the sound was will not be known any more
Contribution = TurnEnded | Entered | WantsPerson | WantsBack | TextTyped | Silence | FaxHeard


class Floor:
    """One call. Everything that happens arrives in `inbox`; `wait` turns it into the caller's contributions."""

    def __init__(
        self,
        inbox: Inbox,
        mouth: Mouth,
        ear: Ear | None,
        clock: Clock,
        settings: CallSettings,
        urgent: Callable[[TurnEnded], bool] = lambda _turn: False,
        company: Company | None = None,
    ) -> None:
        """`urgent`: turns that never wait for a second half."""
        self._inbox, self._mouth, self._ear = inbox, mouth, ear
        self._clock, self._settings = clock, settings
        self._kept: deque[Contribution] = deque()  # said while our voice could not be interrupted
        self._keys = Collector()
        self._keys_at: float | None = None
        self._quiet_since = clock.now()
        self._spoke_until = 0.0
        self._leaving = False
        self._held = False  # our voice pauses, because the caller makes a sound
        self._taken = False  # the caller has stopped our voice, and we do not know yet what for
        self._judges: dict[type, Callable[[Any], Contribution | None]] = {
            TurnEnded: self._turn_ended,
            Probed: self._probed,
            DtmfPressed: self._key,
            TextTyped: self._typed,
            NoInput: self._nothing_came,
            SpeakingEnded: self._voice_ended,
            SpeechDropped: self._was_nothing,
            EarBroken: self._ear_broken,
            TtyHeard: self._tty,
            FaxHeard: self._fax,
        }
        self._halves = Halves(clock, urgent)
        self._company = company
        self._ask: WireAsk | None = None
        self._allowed_s: int | None = None

    async def wait(self, ask: WireAsk | None, allowed_s: int | None = None) -> Contribution:
        """The caller's next contribution, after and over our voice; `allowed_s` of silence before it counts as one.

        Raises EarFailed and VoiceFailed.
        """
        self._prepare(ask, leaving=False)
        self._allowed_s = allowed_s
        while (found := await self._next()) is None:
            pass
        return found

    async def until_spoken(self) -> Contribution | None:
        """None when our last words have been heard; a contribution when the caller takes the floor before."""
        self._prepare(None, leaving=True)
        while self._mouth.current is not None or self._taken:
            if (found := await self._next()) is not None:
                return found
        return None

    def leftover(self) -> list[Contribution]:
        """What the caller said that nobody will answer any more."""
        kept, self._kept = list(self._kept), deque()
        kept += filter(None, [self._halves.given_up()])
        while not self._inbox.empty():
            event = self._inbox.get_nowait()
            if isinstance(event, TurnEnded | TextTyped):
                kept.append(event)
        return kept

    def _prepare(self, ask: WireAsk | None, *, leaving: bool) -> None:
        self._ask, self._leaving, self._taken, self._held = ask, leaving, False, False
        self._keys = Collector((ask.digits or 0) if ask else 0)
        self._keys_at = None
        self._quiet_since = self._clock.now()
        if self._ear is not None:
            self._ear.ask = ask

    async def _next(self) -> Contribution | None:
        self._mark_overlap()
        if self._kept and self._mouth.current is None:
            return self._kept.popleft()
        event = await self._event()
        if event is None:
            if self._company is not None and not self._we_speak():
                await self._company.keep()
            return self._time_is_up()
        if isinstance(event, SpokenOver):
            await self._hold()
            return None
        found = self._judges.get(type(event), self._something)(event)
        if found is not None:
            return await self._take_floor(found)
        if self._held and barge_in.was_nothing(event, self._settings):
            self._go_on()
        return None

    async def _hold(self) -> None:
        current = self._mouth.current
        if current is not None and current.interruptible and not self._taken:
            self._held = True
            await self._mouth.hold()

    def _go_on(self) -> None:
        self._held = False
        self._mouth.resume()

    def _mark_overlap(self) -> None:
        current = self._mouth.current
        if self._ear is not None:
            self._ear.overlapping = current is not None and current.interruptible

    async def _take_floor(self, found: Contribution) -> Contribution | None:
        """Stops our voice for the caller; a sentence that must be heard goes on, and the contribution waits for its end."""
        current = self._mouth.current
        if current is not None and not current.interruptible:
            if not isinstance(found, _Words):
                self._kept.append(found)
            return None
        self._held = False
        await self._mouth.stop(interrupted=True)
        self._taken = isinstance(found, _Words)
        return None if self._taken else found

    async def _event(self) -> Any | None:
        """The next event; None when the deadline has passed."""
        wait_s = self._wait_s()
        try:
            async with asyncio.timeout(wait_s):
                return await self._inbox.get()
        except TimeoutError:
            return None

    def _wait_s(self) -> float | None:
        now = self._clock.now()
        if (half_s := self._halves.left_s) is not None and self._ear is not None:
            stalls_s = self._ear.last_frame_at + self._settings.frames_stalled_ms / 1000 - now
            return max(0.01, min(half_s, stalls_s))
        if self._keys_at is not None:
            return max(0.0, self._keys_at + self._settings.inter_digit_ms / 1000 - now)
        if self._ear is None or (self._mouth.current is not None and not self._held):
            return None
        if self._ear.speaking:
            return max(0.01, self._ear.last_frame_at + self._settings.frames_stalled_ms / 1000 - now)
        if self._ear.busy or self._held:
            if self._held and not self._ear.busy:
                return _LOST_S
            return self._company.due_s() if self._company is not None and not self._we_speak() else None
        return max(0.0, self._quiet_since + no_input.wait_ms(self._ask, self._settings, self._allowed_s) / 1000 - now)

    def _we_speak(self) -> bool:
        """Or have just been stopped, and go on with what is decided already."""
        return self._leaving or self._mouth.current is not None

    def _time_is_up(self) -> Contribution | None:
        if (half_s := self._halves.left_s) is not None and self._ear is not None:
            frames_missing_s = self._clock.now() - self._ear.last_frame_at
            over = half_s <= 0 or frames_missing_s >= self._settings.frames_stalled_ms / 1000
            return self._halves.given_up() if over else None
        if self._keys_at is not None:
            self._keys_at = None
            self._keys, done = self._keys.timed_out()
            return done
        if self._ear is not None and self._ear.speaking:
            if self._clock.now() - self._ear.last_frame_at >= self._settings.frames_stalled_ms / 1000:
                self._ear.stalled()
            return None
        if self._held and self._ear is not None and not self._ear.busy:
            self._go_on()
            return None
        if (self._ear is not None and self._ear.busy) or not self._inbox.empty():
            return None  # the utterance ended after this deadline was set: it is being recognised, not missing
        return Silence()

    def _something(self, _event: Any) -> Contribution | None:
        """Also music on hold: whoever is to speak is not back yet, and their silence begins anew."""
        self._touched()
        return None

    def _touched(self) -> None:
        self._quiet_since = self._clock.now()

    def _turn_ended(self, turn: TurnEnded) -> Contribution | None:
        self._touched()
        if no_match.is_noise(turn.transcript, turn.voiced_ms, over_our_voice=turn.started_at < self._spoke_until):
            return self._nothing_came_of_it()
        turn = self._halves.joined(turn)
        current = self._mouth.current
        if current is None or not current.interruptible:
            return None if self._ear and self._halves.waits(turn, self._ear.speaking_since) else turn
        return turn if barge_in.counts_as_turn(turn.transcript.text, self._ask, leaving=self._leaving) else None

    def _probed(self, probe: Probed) -> Contribution | None:
        current = self._mouth.current
        if current is None or not current.interruptible:
            return None
        said = probe.transcript.text if probe.transcript else None
        wanted = barge_in.stops(probe.voiced_ms, said, self._ask, self._settings, leaving=self._leaving)
        return _Words() if wanted else None

    def _key(self, pressed: DtmfPressed) -> Contribution | None:
        self._keys, done = self._keys.press(pressed.digit)
        self._keys_at = self._clock.now() if self._keys.digits else None
        self._touched()
        return done if done is not None or not self._keys.digits else _Words()

    def _typed(self, typed: TextTyped) -> Contribution | None:
        self._touched()
        return typed

    def _tty(self, _event: TtyHeard) -> Contribution:
        return WantsPerson(by_tty=True)

    def _fax(self, event: FaxHeard) -> Contribution:
        return event

    def _nothing_came(self, _event: NoInput) -> Contribution:
        return Silence()

    def _voice_ended(self, ended: SpeakingEnded) -> None:
        self._touched()
        self._spoke_until = self._quiet_since
        if ended.failed:
            raise VoiceFailed(f"No sound could be made for a sentence ({ended.failed}).")

    def _was_nothing(self, _event: SpeechDropped) -> Contribution | None:
        self._touched()
        return self._nothing_came_of_it()

    def _nothing_came_of_it(self) -> Contribution | None:
        """Whoever stopped our last words and said nothing is not waited for: what those words told goes on."""
        if self._leaving:
            self._taken = False
        return self._halves.given_up()

    def _ear_broken(self, broken: EarBroken) -> Contribution | None:
        if (half := self._halves.given_up()) is not None:
            return half
        raise EarFailed(f"What the caller said could not be recognised ({broken.why}).")


@dataclass(frozen=True, slots=True)
class _Words(Silence):
    """The caller has begun to speak or to press keys over our voice; what it comes to is not known yet."""
