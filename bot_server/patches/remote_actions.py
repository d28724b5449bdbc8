"""How Rasa asks the action server. Replaces `RemoteAction.run`, which Rasa 3.6 offers no setting for:

- the answer is checked by its shape (Rasa validates a JSON schema, and the schema itself, at every action: most of
  a turn's time); what an event holds is checked when it is read;
- connections stay open (Rasa makes a client and a connection for every action);
- an action gets TIMEOUT_S, not Rasa's five minutes;
- an action server that breaks off (killed, restarted) is asked once more: behind one address there may be another, and what a turn
  changes carries a key by which it is changed once (`Turn.key` in actions/turn.py);
- actions may run in this process instead (`actions_inside`);
- each reply says what was understood of the turn (`understood`);
- no question is put a third time (`third_time`);
- an action server that is down, slow or answers rubbish hands the caller to a person; Rasa would say nothing at all.

See docs/decisions/0005-remote-actions.md.
"""

from __future__ import annotations

import asyncio
import logging
from typing import Any, Dict, List, Optional, Tuple

import aiohttp
import ujson
from rasa.core.actions.action import ActionExecutionRejection, RemoteAction
from rasa.core.channels.channel import OutputChannel
from rasa.core.nlg import NaturalLanguageGenerator
from rasa.shared.core import events
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import BotUttered, Event, SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.utils.endpoints import EndpointConfig

from agencies.danger.live import DANGERS, heard_need
from agencies.directory.names import call_taker
from agencies.live_files import agency_of, default_agency
from bot_server import actions_inside, third_time, understood, watched
from bot_server.actions_inside import ActionsInside
from bot_server.errors import ActionServerFailed, BrokenOff
from bot_server.limits import seconds
from signatures import tls
from watching import traces

logger = logging.getLogger(__name__)

# the caller hears a person within three seconds, whatever happens
TIMEOUT_S = seconds("CIVICLINE_ACTION_TIMEOUT_S", 2.2)
IDLE_S = 4.0  # a connection that is idle for longer is not used again: Sanic closes one after five seconds
AGAIN_S = 0.1
OF_A_PROXY = (502, 503)  # what a balancer says of a server that has just gone
EMERGENCY = "action_emergency"
_EMERGENCY = {"id": "emergency", "name": "emergency services"}


class Connections:
    """One client for the process, made inside its event loop."""

    def __init__(self) -> None:
        self._session: Optional[aiohttp.ClientSession] = None
        self._loop: Optional[asyncio.AbstractEventLoop] = None

    def session(self) -> aiohttp.ClientSession:
        loop = asyncio.get_running_loop()
        if self._session is None or self._session.closed or self._loop is not loop:
            timeout = aiohttp.ClientTimeout(total=TIMEOUT_S, connect=TIMEOUT_S / 4)
            connector = aiohttp.TCPConnector(keepalive_timeout=IDLE_S, ssl=tls.asking() or True)
            self._session = aiohttp.ClientSession(
                connector=connector, timeout=timeout, cookie_jar=aiohttp.DummyCookieJar(), trust_env=False
            )
            self._loop = loop
        return self._session


_CONNECTIONS = Connections()
_inside: Optional[ActionsInside] = None  # the actions of this process, if it has any


async def run(
    self: RemoteAction,
    output_channel: OutputChannel,
    nlg: NaturalLanguageGenerator,
    tracker: DialogueStateTracker,
    domain: Domain,
) -> List[Event]:
    """The events of a custom action; raises ActionExecutionRejection only when the action itself rejects."""
    try:
        with traces.span("action", action=self.name()):
            answer = await _ask(self, tracker, domain)
        happened = _events(answer)
    except ActionServerFailed as failure:
        watched.COUNTS.happened("action_failed")
        logger.error("action %s failed, the caller goes to a person: %s", self.name(), failure)
        # of a form's validation Rasa throws everything away, the words too, when it brings no slot: the caller would hear a rephrasing
        kept = [SlotSet("misses", 0)] if self.name().startswith("validate_") else []
        return [await to_a_person(self.name(), nlg, tracker, output_channel), *kept]
    responses = answer.get("responses") or []
    if third_time.is_due(tracker.events, responses):
        responses, happened = third_time.instead(tracker, responses, happened)
    uttered = await self._utter_responses(understood.told_with(responses, tracker), output_channel, nlg, tracker)
    return [*uttered, *happened]


def _events(answer: Dict[str, Any]) -> List[Event]:
    try:
        return events.deserialise_events(answer.get("events") or [])
    except (KeyError, TypeError, ValueError) as error:
        raise ActionServerFailed(f"an event cannot be read: {type(error).__name__}") from error


async def _ask(action: RemoteAction, tracker: DialogueStateTracker, domain: Domain) -> Dict[str, Any]:
    if action.action_endpoint is None:
        raise ActionServerFailed("endpoints.yml has no action_endpoint")
    body = action._action_call_format(tracker, domain)
    asked = _inside.ask(body, TIMEOUT_S) if _inside else _over_http(action.action_endpoint, body)
    answer = await asked
    _check_shape(answer)
    return dict(answer)


async def _over_http(endpoint: EndpointConfig, body: Dict[str, Any]) -> Any:
    """Within TIMEOUT_S, the second try included."""
    try:
        return await asyncio.wait_for(_asked_twice(endpoint, body), TIMEOUT_S)
    except asyncio.TimeoutError as error:
        raise ActionServerFailed(type(error).__name__) from error


async def _asked_twice(endpoint: EndpointConfig, body: Dict[str, Any]) -> Any:
    try:
        return await _posted(endpoint, body)
    except BrokenOff:
        await asyncio.sleep(AGAIN_S)
        return await _posted(endpoint, body)


async def _posted(endpoint: EndpointConfig, body: Dict[str, Any]) -> Any:
    try:
        headers = {**endpoint.headers, **traces.carried(), "Content-Type": "application/json"}
        async with _CONNECTIONS.session().post(endpoint.url, data=ujson.dumps(body), headers=headers) as response:
            if response.status in OF_A_PROXY:
                raise BrokenOff(f"status {response.status}")
            answer = await response.json(content_type=None)
            if response.status == 400 and isinstance(answer, dict) and answer.get("action_name"):
                raise ActionExecutionRejection(answer["action_name"], answer.get("error"))
            if response.status != 200:
                raise ActionServerFailed(f"status {response.status}")
            return answer
    except asyncio.TimeoutError as error:  # also of a connection, which aiohttp counts among those that broke
        raise ActionServerFailed(type(error).__name__) from error
    except (aiohttp.ClientConnectionError, aiohttp.ClientPayloadError) as error:
        raise BrokenOff(type(error).__name__) from error
    except (aiohttp.ClientError, ValueError) as error:
        raise ActionServerFailed(type(error).__name__) from error


def _check_shape(answer: Any) -> None:
    """{"events": [{"event": str, ...}], "responses": [{...}]}, both optional."""
    if not isinstance(answer, dict):
        raise ActionServerFailed("the answer is not an object")
    for part in ("events", "responses"):
        entries = answer.get(part) or []
        if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
            raise ActionServerFailed(f"'{part}' is not a list of objects")
    if not all(isinstance(event.get("event"), str) for event in answer.get("events") or []):
        raise ActionServerFailed("an event has no name")


async def to_a_person(
    action: str, nlg: NaturalLanguageGenerator, tracker: DialogueStateTracker, channel: OutputChannel
) -> BotUttered:
    """What is said and decided when our own part fails: a transfer, and for an emergency still the life-saving sentence."""
    body: Dict[str, Any] = {"act": "transfer"}
    need, words = tracker.get_slot("need"), ""
    try:
        found = _in_danger(tracker) if action == EMERGENCY else None
    except (ValueError, OSError) as error:
        logger.error("what the agency calls danger cannot be read: %s", error)
        found = {"disposition": "911", "reason": "emergency", "destination": {**_EMERGENCY}}, "", ""
    if found is None:
        body |= {"disposition": "call_taker", "destination": _call_taker(tracker), "reason": "system_failure"}
    else:
        decided, named, words = found
        body |= {**decided, "voice": {"safety": True}}
        need = named or need
    if need:
        body["need"] = need
    if not words:
        words = (await nlg.generate(f"utter_hand_over_{body['reason']}", tracker, channel.name()) or {}).get(
            "text"
        ) or ""
    return BotUttered(words, {"custom": {"civicline": body}})


def _in_danger(tracker: DialogueStateTracker) -> Tuple[Dict[str, Any], str, str]:
    """(what is decided, the need, what is said), as actions/emergency.py would: nobody who despairs is told to hang up."""
    said = tracker.latest_message or UserUttered("")
    danger = DANGERS.of(agency_of(said.metadata))
    parsed = said.parse_data or {}
    verdict, candidates = parsed.get("emergency") or {}, (parsed.get("scope") or {}).get("candidates") or ()
    intent = (said.intent or {}).get("name") or ""
    need, named = danger.need_of(intent, heard_need(verdict), candidates, verdict.get("language"))
    decided: Dict[str, Any] = {"disposition": "call_taker", "destination": _call_taker(tracker), "reason": "routed"}
    if not danger.person_first(need):
        place = {**_EMERGENCY, **({"phone": danger.number} if danger.number else {})}
        decided = {"disposition": "911", "destination": place, "reason": "emergency"}
    return decided, need, danger.sentence(need if named or danger.person_first(need) else None)


def _call_taker(tracker: DialogueStateTracker) -> Dict[str, str]:
    """In the word of the agency whose caller this is."""
    said = tracker.latest_message
    return call_taker(agency_of(said.metadata if said else None) or default_agency())


def install() -> None:
    """From now on Rasa's remote actions run as above; in this process where that is set."""
    global _inside
    _inside = actions_inside.from_environment()
    RemoteAction.run = run
