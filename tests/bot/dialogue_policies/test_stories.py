"""Stories decide where no rule does, wherever in a conversation they begin."""

from __future__ import annotations

from typing import List

from dialogue_policies.stories import Alternatives, Step, StoryBook, plain

LISTEN: Step = ("action", "action_listen")
STATUS: Step = ("user", "case_status")
TELL: Step = ("action", "action_case_status")
ADD: Step = ("user", "add_to_report")
FORM: Step = ("action", "report_form")


def book(*stories: List[Step]) -> StoryBook:
    made = StoryBook()
    for story in stories:
        made.learn(story)
    return made


def walked(*steps: Step) -> List[Alternatives]:
    return [(step,) for step in steps]


def test_a_story_begins_anywhere_in_a_conversation() -> None:
    stories = book([LISTEN, STATUS, TELL, LISTEN, ADD, FORM, LISTEN])
    before = walked(("user", "greet"), ("action", "action_greet"), LISTEN)
    fit = stories.next_action([*before, *walked(STATUS, TELL, LISTEN, ADD)])
    assert fit is not None
    assert fit.action == "report_form"


def test_after_the_last_action_of_a_story_the_bot_listens() -> None:
    fit = book([LISTEN, STATUS, TELL, LISTEN]).next_action(walked(STATUS, TELL))
    assert fit is not None
    assert fit.action == "action_listen"


def test_the_longest_story_that_fits_decides() -> None:
    stories = book([ADD, ("action", "short")], [STATUS, TELL, LISTEN, ADD, ("action", "long")])
    fit = stories.next_action(walked(STATUS, TELL, LISTEN, ADD))
    assert fit is not None
    assert fit.action == "long"


def test_two_stories_that_disagree_decide_nothing() -> None:
    assert book([ADD, ("action", "one")], [ADD, ("action", "other")]).next_action(walked(ADD)) is None


def test_a_conversation_that_no_story_tells_is_left_to_the_rules() -> None:
    assert book([STATUS, TELL]).next_action(walked(("user", "thanks"))) is None
    assert StoryBook().next_action(walked(STATUS)) is None


def test_very_words_decide_over_the_intent_they_were_taken_for() -> None:
    stories = book([("said", plain("This is just a TEST call!")), ("action", "action_greet"), LISTEN])
    turn: Alternatives = (("user", "silent_or_hangup"), ("said", plain("this is just a test call")))
    fit = stories.next_action([turn])
    assert fit is not None
    assert (fit.action, fit.by_words) == ("action_greet", True)
    after = stories.next_action([turn, (("action", "action_greet"),)])
    assert after is not None
    assert after.action == "action_listen"


def test_a_story_of_intents_is_not_by_words() -> None:
    fit = book([STATUS, TELL]).next_action([(STATUS, ("said", "how is it going"))])
    assert fit is not None
    assert not fit.by_words


def test_what_is_kept_in_a_model_is_the_same_book() -> None:
    stories = book(
        [LISTEN, STATUS, TELL, LISTEN, ADD, FORM, LISTEN], [ADD, ("action", "one")], [ADD, ("action", "two")]
    )
    again = StoryBook.of_rows(stories.rows())
    for steps in (walked(STATUS), walked(STATUS, TELL), walked(ADD), walked(STATUS, TELL, LISTEN, ADD)):
        assert again.next_action(steps) == stories.next_action(steps)
