"""What was made of the caller's turn, told beside the reply (contracts/bot_reply.schema.json: `understood`), for the call's record.

Judgements only, never a word of the caller's: what a trainer needs to find the turns that the model was wrong about.
"""

from __future__ import annotations

from typing import Any, Dict, List, Optional

from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.nlu.constants import METADATA_MODEL_ID

from agencies.properties import properties

RANKED = 3  # intents that are told, best first
ROUTINE_SURELY = 0.9  # confidence in a need without danger, against which an alarm is a disagreement


def of(tracker: DialogueStateTracker) -> Optional[Dict[str, Any]]:
    """{intent, confidence, ranking, sure?, nearest?, differ?, doubt?, danger?, asked?, model?} of the latest turn.

    None for silence, keys and events.
    """
    message = tracker.latest_message
    if message is None or not message.text or message.text.startswith("/"):
        return None
    parsed: Dict[str, Any] = dict(message.parse_data or {})
    scope = parsed.get("scope") or {}
    intent = parsed.get("intent") or {}
    found = {
        "intent": intent.get("name"),
        "confidence": _share(intent.get("confidence")),
        "ranking": _ranking(parsed.get("intent_ranking") or []),
        "sure": _share(scope.get("sure")),
        "nearest": _share(scope.get("nearest")),
        "differ": _differ(parsed.get("emergency") or {}, intent) or None,
        "doubt": scope.get("reason"),
        "danger": _danger(parsed.get("emergency") or {}),
        "asked": (message.metadata or {}).get("asking"),
        "model": (message.metadata or {}).get(METADATA_MODEL_ID) or getattr(tracker, "model_id", None),
    }
    return {name: value for name, value in found.items() if value is not None}


def told_with(responses: List[Dict[str, Any]], tracker: DialogueStateTracker) -> List[Dict[str, Any]]:
    """The responses of an action; each `civicline` object says what was understood as well."""
    if not any(_civicline(response) for response in responses):
        return responses
    understood = of(tracker)
    return [_told(response, understood) if understood else response for response in responses]


def _told(response: Dict[str, Any], understood: Dict[str, Any]) -> Dict[str, Any]:
    body = _civicline(response)
    if body is None:
        return response
    return {**response, "custom": {**response["custom"], "civicline": {**body, "understood": understood}}}


def _civicline(response: Dict[str, Any]) -> Optional[Dict[str, Any]]:
    custom = response.get("custom")
    body = custom.get("civicline") if isinstance(custom, dict) else None
    return body if isinstance(body, dict) else None


def _ranking(ranking: List[Dict[str, Any]]) -> List[Dict[str, Any]]:
    return [{"name": one.get("name"), "confidence": _share(one.get("confidence"))} for one in ranking[:RANKED]]


def _danger(verdict: Dict[str, Any]) -> Optional[Dict[str, Any]]:
    """The odds and the limit that they were held against; which words decided stays in the process."""
    if "log_odds" not in verdict:
        return None
    kept = {name: verdict.get(name) for name in ("log_odds", "threshold", "why")}
    return {**kept, "at_once": bool(verdict.get("is")), "ask": bool(verdict.get("maybe"))}


def _differ(verdict: Dict[str, Any], intent: Dict[str, Any]) -> bool:
    """The two models disagree: danger is heard in what is surely a routine need, or none in what is always an emergency."""
    always, sure = intent.get("name") in properties().having("always_911"), float(intent.get("confidence") or 0.0)
    if always:
        return bool(verdict) and not verdict.get("is") and not verdict.get("maybe")
    return bool(verdict.get("is")) and verdict.get("why") == "classifier" and sure >= ROUTINE_SURELY


def _share(value: Any) -> Optional[float]:
    return round(min(1.0, max(0.0, float(value))), 3) if isinstance(value, (int, float)) else None
