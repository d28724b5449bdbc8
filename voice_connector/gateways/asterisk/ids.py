"""Which AudioSocket ids may call: AudioSocket has no password, so a dialplan fetches an id over authenticated HTTP first."""

import uuid
from dataclasses import dataclass, replace

from voice_connector.clock import Clock
from voice_connector.errors import WireError
from voice_connector.gateways.asterisk.wire_websocket import Leg

_LIVES_S = 30.0
_MOST = 1_000


@dataclass(frozen=True, slots=True)
class _Issued:
    leg: Leg
    until: float


class CallIds:
    """Each id is good for one call and thirty seconds. `any_id` takes the id of whoever may connect at all."""

    def __init__(self, clock: Clock, *, any_id: bool) -> None:
        self._clock, self._any_id = clock, any_id
        self._issued: dict[uuid.UUID, _Issued] = {}

    def issue(self, leg: Leg) -> str:
        """A new id for a call that is about to come: this leg's, but for its id."""
        now = self._clock.now()
        self._issued = {one: kept for one, kept in self._issued.items() if kept.until >= now}
        while len(self._issued) >= _MOST:
            del self._issued[next(iter(self._issued))]
        fresh = uuid.uuid4()
        self._issued[fresh] = _Issued(replace(leg, pbx_id=str(fresh)), now + _LIVES_S)
        return str(fresh)

    def spend(self, given: uuid.UUID) -> Leg:
        """The call that this id was issued for. Raises WireError for a foreign, old or used one."""
        kept = self._issued.pop(given, None)
        if kept is not None and kept.until >= self._clock.now():
            return kept.leg
        if self._any_id and kept is None:
            return Leg(str(given), None, None)
        raise WireError("bad_id", "The id was not issued here, or too long ago, or has been used.")
