"""contracts/bot_reply.schema.json, the bot's domain, the agencies and the connector speak of the same things."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any, get_args

import jsonschema
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as some

from agencies import load_agency
from agencies.directory.vocabulary import ACT_OF, FACTS
from agencies.directory.vocabulary import AskKind as AgencyAskKind
from agencies.directory.vocabulary import Disposition as AgencyDisposition
from agencies.loader import agency_ids
from voice_connector.bot import replies
from voice_connector.bot.replies import Ask, HangUp, Say, Transfer, read_reply

ROOT = Path(__file__).resolve().parents[2]
SCHEMA: dict[str, Any] = json.loads((ROOT / "contracts" / "bot_reply.schema.json").read_text(encoding="utf-8"))
DOMAIN: dict[str, Any] = yaml.safe_load((ROOT / "domain.yml").read_text(encoding="utf-8"))
PROPERTIES = SCHEMA["properties"]
VALIDATOR = jsonschema.Draft202012Validator(SCHEMA)
AGENCIES = [load_agency(name) for name in agency_ids()]


def allowed(*path: str) -> set[str]:
    """The values that the schema allows at `path`."""
    found: Any = PROPERTIES
    for step in path:
        found = found[step]
    return set(found["enum"])


def test_the_schema_is_one() -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)


@pytest.mark.parametrize(
    ("path", "read_by_the_connector"),
    [
        (("act",), replies.Act),
        (("disposition",), replies.Disposition),
        (("reason",), replies.Reason),
        (("ask", "properties", "kind"), replies.AskKind),
    ],
)
def test_the_connector_knows_every_value_that_the_bot_may_send(
    path: tuple[str, ...], read_by_the_connector: object
) -> None:
    assert allowed(*path) == set(get_args(read_by_the_connector))


def test_what_an_agency_decides_can_be_said_in_a_reply() -> None:
    assert set(get_args(AgencyDisposition)) <= allowed("disposition")
    assert set(get_args(AgencyAskKind)) <= allowed("ask", "properties", "kind")
    assert set(ACT_OF.values()) <= allowed("act")


def test_every_reason_but_routed_has_its_words_in_the_bot_and_in_every_agency() -> None:
    reasons = allowed("reason")
    assert {f"utter_hand_over_{reason}" for reason in reasons} <= set(DOMAIN["responses"])
    for agency in AGENCIES:
        assert reasons - {"routed"} <= set(agency.prompts.handing_over.model_dump())


def test_every_need_of_every_agency_is_an_intent_with_a_spoken_name() -> None:
    for agency in AGENCIES:
        assert set(agency.needs.needs) <= set(DOMAIN["intents"])
        assert {f"utter_name_{need}" for need in agency.needs.needs} <= set(DOMAIN["responses"])


def test_every_intent_is_a_need_or_a_move_of_the_talk_and_every_need_can_be_a_property() -> None:
    needs = set().union(*(agency.needs.needs for agency in AGENCIES))
    assert all(re.match(PROPERTIES["need"]["pattern"], need) for need in needs)
    moves = set(DOMAIN["intents"]) - needs
    assert {"affirm", "deny", "greet", "no_input", "dtmf", "hang_up", "nlu_fallback"} <= moves


def test_every_deciding_question_can_be_asked_in_a_reply() -> None:
    for agency in AGENCIES:
        for question in agency.questions.values():
            assert question.slot in FACTS
            ask = {"slot": question.slot, "kind": question.kind}
            ask |= {"choices": question.choices} if question.choices else {}
            VALIDATOR.validate({"act": "ask", "ask": ask})


def test_every_destination_can_be_told_in_a_reply() -> None:
    for agency in AGENCIES:
        for name, destination in agency.destinations.items():
            VALIDATOR.validate(
                {"act": "transfer", "destination": {"id": name, "name": destination.name, "phone": destination.phone}}
            )


BROKEN = [
    ({}, "'act' is a required property"),
    ({"act": "dance"}, "is not one of"),
    ({"act": "ask", "ask": {"slot": "where"}}, "'kind' is a required property"),
    ({"act": "transfer", "destination": {"id": "x"}}, "'name' is a required property"),
    ({"act": "ask", "disposition": 911}, "is not one of"),
    ({"act": "ask", "facts": {"where": {"street": "Pearl"}}}, "is not of type"),
    ({"act": "ask", "mood": "good"}, "Additional properties"),
    ({"act": "ask", "need": "Not An Id"}, "does not match"),
]


@pytest.mark.parametrize(("reply", "message"), BROKEN)
def test_a_reply_that_breaks_the_contract_is_found_out(reply: dict[str, Any], message: str) -> None:
    with pytest.raises(jsonschema.ValidationError, match=message):
        VALIDATOR.validate(reply)


def test_the_reply_in_the_glossary_of_the_design_is_valid() -> None:
    VALIDATOR.validate(
        {
            "act": "transfer",
            "need": "towed_impound",
            "disposition": "transfer",
            "destination": {"id": "sheriff_impound", "name": "Denver Sheriff vehicle impound", "phone": "+17208650470"},
            "reason": "routed",
            "facts": {"where": "14th Ave & Pearl St", "when": "last night", "injured": False},
            "ticket": "k3Qx0b",
        }
    )


def optional(**parts: some.SearchStrategy[Any]) -> some.SearchStrategy[dict[str, Any]]:
    return some.fixed_dictionaries({}, optional=parts)


short = some.text(min_size=1, max_size=40)
asks = some.fixed_dictionaries(
    {"slot": short, "kind": some.sampled_from(sorted(allowed("ask", "properties", "kind")))},
    optional={"choices": some.lists(short, max_size=5), "digits": some.integers(1, 32)},
)
valid_replies = some.fixed_dictionaries(
    {"act": some.sampled_from(sorted(allowed("act")))},
    optional={
        "need": some.sampled_from(sorted(AGENCIES[0].needs.needs)),
        "disposition": some.sampled_from(sorted(allowed("disposition"))),
        "reason": some.sampled_from(sorted(allowed("reason"))),
        "destination": some.fixed_dictionaries({"id": short, "name": short}, optional={"phone": short}),
        "ask": asks,
        "facts": some.dictionaries(short, some.one_of(short, some.booleans(), some.integers()), max_size=4),
        "ticket": short,
        "voice": optional(rate=some.just("slow"), safety=some.booleans(), wait_s=some.integers(1, 600)),
        "repeat": some.booleans(),
    },
)


@settings(max_examples=300, deadline=None)
@given(reply=valid_replies, text=some.text(min_size=1, max_size=80).filter(str.strip))
def test_whatever_keeps_the_contract_is_understood_by_the_connector(reply: dict[str, Any], text: str) -> None:
    VALIDATOR.validate(reply)
    read = read_reply([{"recipient_id": "c", "text": text}, {"recipient_id": "c", "custom": {"civicline": reply}}])
    assert read.text == text.strip()
    assert read.decision.need == reply.get("need")
    assert read.decision.disposition == reply.get("disposition")
    assert read.decision.emergency == (reply.get("disposition") == "911" or reply.get("reason") == "emergency")
    kinds = {"transfer": Transfer, "end": HangUp}
    assert type(read) is kinds.get(reply["act"], Ask if "ask" in reply else Say)
