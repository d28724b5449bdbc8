"""A link by text in mid-call: asked for, sent, and what was done there is said at the next turn and not asked again."""

from __future__ import annotations

from typing import Any

import pytest

from spoken.en.report_link import is_sent, is_wished
from tests.bot.actions.report_desk import Caller, Intake, begun

PHOTO = {"id": "f1", "name": "photo.jpg", "media_type": "image/jpeg", "size": 1, "state": "clean"}


async def with_link() -> Caller:
    """A caller who asked for a link at the second question, and gave a number for it."""
    caller = await (await begun()).says("no", "deny")
    await caller.says("can you text me a link")
    return await caller.says("303 555 0199")


async def test_who_has_given_no_number_is_asked_for_it_and_then_the_link_goes_out() -> None:
    caller = await (await begun()).says("no", "deny")
    await caller.says("can i send you a picture")
    assert (
        caller.said == "I can send you a link. That needs a phone number or an e-mail address. Which number may we use?"
    )
    await caller.says("303 555 0199")
    assert caller.said == (
        "I've sent you a link. You can add pictures or answers there while we go on. Where did it happen?"
    )
    assert caller.intake.links == ["no_number", "sent"]


async def test_whose_number_is_known_is_sent_it_at_once_and_the_question_stays_open() -> None:
    intake = Intake()
    intake.link_becomes = "sent"
    caller = await (await begun(intake)).says("no", "deny")
    await caller.says("text me the link please")
    assert caller.asked == "where"
    assert caller.said.startswith("I've sent you a link.")


@pytest.mark.parametrize("outcome", ["not_told", "no_page"])
async def test_who_may_not_be_sent_one_is_told_so_and_goes_on_here(outcome: str) -> None:
    intake = Intake()
    intake.link_becomes = outcome
    caller = await (await begun(intake)).says("no", "deny")
    await caller.says("send me a link")
    assert caller.said == "I can't send a link for this report. Let's go on here. Where did it happen?"


async def test_a_picture_is_thanked_for_once_at_the_next_turn_and_the_answer_counts() -> None:
    caller = await with_link()
    caller.intake.files.append(PHOTO)
    await caller.says("14th and pearl")
    assert caller.said == "I have your picture, thank you. When did it happen?"
    await caller.says("last night")
    assert "thank you" not in caller.said
    assert caller.intake.answers["where"]["value"] == "14th and pearl"


async def test_what_was_answered_on_the_web_is_not_asked_again() -> None:
    caller = await with_link()
    caller.intake.answered_on_the_web("where", "1437 Bannock St")
    caller.intake.answered_on_the_web("when", "last night")
    await caller.says("okay i did that")
    assert caller.said == "I see what you answered on the web, thank you. What happened?"


async def test_the_open_question_answered_on_the_web_is_no_question_any_more() -> None:
    caller = await with_link()
    caller.intake.answered_on_the_web("where", "1437 Bannock St")
    await caller.says("um i put the address in there")
    assert caller.asked == "when"
    assert caller.intake.answers["where"]["value"] == "1437 Bannock St"


async def test_who_says_done_before_anything_came_is_told_so_and_asked_the_same() -> None:
    caller = await with_link()
    await caller.says("okay i sent it")
    assert caller.said.startswith("Nothing has come yet.")
    assert caller.asked == "where"


async def test_yes_i_did_that_answers_whether_they_did_something() -> None:
    intake = Intake()
    intake.link_becomes = "sent"
    caller = await begun(intake)
    await caller.says("text me a link")
    assert caller.asked == "injured"
    await caller.says("no i did that", "deny")
    assert caller.asked == "where"
    assert intake.answers["injured"]["value"] is False


async def test_a_report_that_was_filed_on_the_web_is_not_taken_any_further() -> None:
    caller = await with_link()
    caller.intake.state = "submitted"
    await caller.says("done")
    assert caller.said.startswith("I see that you've sent the report yourself.")
    assert caller.asked == "report_add_more"
    await caller.says("no", "deny")
    assert "sent the report yourself" not in caller.said


async def test_danger_on_the_phone_is_danger_also_after_a_link() -> None:
    caller = await with_link()
    caller.intake.ended = {"disposition": "911", "reason": "injured", "say": "Dial nine one one."}
    await caller.says("he is back and he has hurt me")
    assert caller.reply["disposition"] == "911"


async def test_in_writing_no_link_is_sent() -> None:
    caller = await (await begun()).says("no", "deny")
    caller.channel = "web"
    await caller.says("can i upload a photo")
    assert caller.said.startswith("You can add pictures and files on the web page of your report.")
    assert caller.intake.links == []


@pytest.mark.parametrize(
    "said",
    [
        "can you text me a link",
        "could you send me the link for that",
        "can i send you a picture of it",
        "how do i upload a photo",
        "i want to send you some pictures",
        "can i finish this on my phone",
        "where can i send the video",
    ],
)
def test_a_wish_for_a_link_is_heard(said: str) -> None:
    assert is_wished(said)


@pytest.mark.parametrize(
    "said",
    [
        "he sent me a picture of my own bike",
        "it was my phone",
        "there is a video of it",
        "the neighbor took a photo of the plate",
        "i was on the phone when he took it",
    ],
)
def test_what_happened_is_no_wish(said: str) -> None:
    assert not is_wished(said)


@pytest.mark.parametrize(
    "said", ["done", "okay i sent it", "i uploaded the photo", "did you get it", "yes i've sent the picture"]
)
def test_who_is_done_says_so(said: str) -> None:
    assert is_sent(said)


@pytest.mark.parametrize("said", ["yes", "okay", "i have done nothing", "he was done by then", "i sent my son there"])
def test_other_words_are_not(said: Any) -> None:
    assert not is_sent(said)
