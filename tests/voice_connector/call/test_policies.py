"""The call's policies, one table each."""

import pytest

from spoken.en import turn_ends
from tests.fakes.agency_line import fake_agency_line
from voice_connector.agency_line import Person
from voice_connector.bot.replies import Decision, WireAsk, WireDestination
from voice_connector.call.ending import disposition
from voice_connector.call.hearing import endpointing, no_match
from voice_connector.call.hearing.language import LanguageWatch
from voice_connector.call.turns import barge_in, no_input
from voice_connector.call.turns.dtmf import Collector, Entered, WantsPerson
from voice_connector.settings import CallSettings
from voice_connector.speech.interfaces import Transcript
from voice_connector.transfer import choose

S = CallSettings()
YES_NO = WireAsk(slot="happening_now", kind="yes_no")
NUMBER = WireAsk(slot="case_number", kind="number", digits=6)
PLACE = WireAsk(slot="where", kind="place")
WHAT = WireAsk(slot="what_happened", kind="text")
PLATE = WireAsk(slot="plate", kind="text")
CHOICE = WireAsk(slot="self_service", kind="choice", choices=("online", "a person"))


@pytest.mark.parametrize(
    ("said", "ask", "pause"),
    [
        (None, None, S.silence_ms),
        ("my car was towed", None, S.silence_ms),
        ("yes", YES_NO, S.silence_answered_ms),
        ("Yes, please.", YES_NO, S.silence_answered_ms),
        ("no it isn't", YES_NO, S.silence_answered_ms),
        ("yes", None, S.silence_ms),
        ("yes but it was louder before", YES_NO, S.silence_ms),
        ("a person", CHOICE, S.silence_answered_ms),
        ("um", None, S.silence_unfinished_ms),
        ("", None, S.silence_unfinished_ms),
        ("I am calling about the", None, S.silence_unfinished_ms),
        ("well, my neighbor,", None, S.silence_unfinished_ms),
        ("two four", NUMBER, S.silence_unfinished_ms),
        ("two four one oh seven seven", NUMBER, S.silence_answered_ms),
        ("it's two four one oh seven seven", NUMBER, S.silence_answered_ms),
        ("241077", NUMBER, S.silence_answered_ms),
        ("the paper says 241077", NUMBER, S.silence_ms),
        ("b as in boy", PLATE, S.silence_unfinished_ms),
        ("a b c", PLATE, S.silence_unfinished_ms),
        ("bravo kilo", PLATE, S.silence_unfinished_ms),
        ("d for david", PLATE, S.silence_unfinished_ms),
        ("my address is", None, S.silence_unfinished_ms),
        ("it was you know", None, S.silence_unfinished_ms),
        ("fourteen fifty", PLACE, S.silence_unfinished_ms),
        ("fourteen fifty bannock", PLACE, S.silence_place_ms),
        ("fourteen fifty bannock street", PLACE, S.silence_ms),
        ("it's on the corner of", PLACE, S.silence_unfinished_ms),
        ("next to the library", PLACE, S.silence_place_ms),
        ("my number is three oh three five five", None, S.silence_unfinished_ms),
        ("it happened at nine", None, S.silence_ms),
        ("My car was towed last night.", None, S.silence_ms),
        ("My car was towed last night from my street.", None, S.silence_complete_ms),
        ("How do I get my car back?", None, S.silence_complete_ms),
        ("There's a party going on next door. It's been.", None, S.silence_unfinished_ms),
        ("Is it open?", None, S.silence_ms),
        ("Yes, it's still very loud.", YES_NO, S.silence_complete_ms),
        ("Yes, it is.", YES_NO, S.silence_answered_ms),
        ("Hi, um, I have a question.", None, S.silence_ms),
        ("Hello, I'd like to report something that happened today.", None, S.silence_ms),
        ("My car was towed last night and I don't know where.", None, S.silence_complete_ms),
        ("Somebody took all the tools out of my truck and the...", None, S.silence_unfinished_ms),
        ("Somebody took all the tools out of my truck,", None, S.silence_unfinished_ms),
        ("I would like to know what happened with my case.", WHAT, S.silence_ms),
        ("It is next to the library on the corner.", PLACE, S.silence_place_ms),
        ("Somebody parked in front of my house at 1450.", None, S.silence_complete_ms),
        ("My number is three oh three five five five.", None, S.silence_unfinished_ms),
    ],
)
def test_the_pause_that_ends_a_turn_depends_on_what_was_said(said: str | None, ask: WireAsk | None, pause: int) -> None:
    assert endpointing.silence_ms(said, ask, S) == pause


@pytest.mark.parametrize(
    ("voiced_ms", "said", "ask", "leaving", "stops"),
    [
        (299, "wait", None, False, False),
        (300, "wait", None, False, True),
        (900, "", None, False, False),
        (900, "uh-huh", None, False, False),
        (900, "okay right", None, False, False),
        (300, "mm-hmm yes my car", None, False, True),
        (320, "yes", YES_NO, False, True),
        (320, "yes", None, False, True),
        (320, "yeah", YES_NO, False, True),
        (320, "yeah", None, False, False),
        (900, "okay thank you", None, True, False),
        (900, "okay thank you", None, False, True),
        (900, "no wait", None, True, True),
        (1_199, None, None, False, False),
        (1_200, None, None, False, True),
    ],
)
def test_words_stop_our_voice_and_noises_do_not(
    voiced_ms: int, said: str | None, ask: WireAsk | None, leaving: bool, stops: bool
) -> None:
    assert barge_in.stops(voiced_ms, said, ask, S, leaving=leaving) is stops


def test_a_whole_sentence_never_ends_a_turn_later_than_any_other() -> None:
    patient = CallSettings(silence_ms=400, silence_complete_ms=500)
    assert endpointing.silence_ms("How do I get my car back?", None, patient) == 400


def press(collector: Collector, keys: str) -> tuple[Collector, list[object]]:
    done: list[object] = []
    for key in keys:
        collector, found = collector.press(key)
        done += [found] if found else []
    return collector, done


@pytest.mark.parametrize(
    ("expected", "keys", "done"),
    [
        (0, "0", [WantsPerson()]),
        (0, "5", [Entered("5")]),
        (1, "0", [WantsPerson()]),
        (6, "241077", [Entered("241077")]),
        (6, "041077", [Entered("041077")]),
        (6, "24#", [Entered("24")]),
        (6, "99*24#", [Entered("24")]),
        (6, "0#", [WantsPerson()]),
        (6, "#", []),
        (6, "2x4#", [Entered("24")]),
        (6, "241077" * 2, [Entered("241077"), Entered("241077")]),
    ],
)
def test_keys_become_numbers_or_a_wish_for_a_person(expected: int, keys: str, done: list[object]) -> None:
    assert press(Collector(expected), keys)[1] == done


def test_a_pause_ends_a_number_and_a_lone_zero_is_a_person() -> None:
    assert press(Collector(6), "24")[0].timed_out()[1] == Entered("24")
    assert press(Collector(6), "0")[0].timed_out()[1] == WantsPerson()
    assert Collector(6).timed_out()[1] is None


def heard(code: str | None, sure: float | None, text: str = "words", confidence: float | None = 0.9) -> Transcript:
    return Transcript(text, confidence, code, sure, 0.0)


def test_one_sure_turn_in_another_language_is_enough() -> None:
    assert LanguageWatch(("en",)).heard(heard("es", 0.95), 2_000, S)[1] == "es"


@pytest.mark.parametrize(
    ("first", "second", "other"),
    [
        (("es", 0.55), ("es", 0.5), "es"),
        (("en", 0.6), ("pt", 0.5), "pt"),
        (("en", 0.6), ("en", 0.6), "und"),
        (("en", 0.95), ("en", 0.9), None),
        (("en", 0.98), ("es", 0.5), None),
    ],
    ids=str,
)
def test_doubtful_turns_that_are_not_understood_add_up(
    first: tuple[str, float], second: tuple[str, float], other: str | None
) -> None:
    watch, at_once = LanguageWatch(("en",)).heard(heard(*first, confidence=0.4), 2_000, S)
    assert at_once is None
    assert watch.heard(heard(*second, confidence=0.4), 2_000, S)[1] == other


@pytest.mark.parametrize("confidence", [0.75, None])
def test_doubtful_turns_whose_words_are_understood_never_add_up(confidence: float | None) -> None:
    watch, _ = LanguageWatch(("en",)).heard(heard("es", 0.59, confidence=confidence), 2_000, S)
    assert watch.heard(heard("es", 0.59, confidence=confidence), 2_000, S)[1] is None


def test_one_doubtful_turn_after_one_that_was_understood_and_sounded_english_is_not_enough() -> None:
    watch, _ = LanguageWatch(("en",)).heard(heard("en", 0.95), 2_000, S)
    watch, other = watch.heard(heard("es", 0.55, confidence=0.2), 2_000, S)
    assert other is None
    assert watch.in_doubt


def test_a_turn_that_was_understood_weighs_once_the_next_one_is_not() -> None:
    watch, _ = LanguageWatch(("en",)).heard(heard("es", 0.55), 2_000, S)
    assert watch.heard(heard("es", 0.55, confidence=0.2), 2_000, S)[1] == "es"


def test_being_understood_in_another_language_is_no_sign_of_english() -> None:
    watch, other = LanguageWatch(("en",)).heard(heard("ru", 0.7, confidence=0.9), 400, S)
    assert other is None
    assert watch.in_doubt


def test_a_likely_turn_is_enough() -> None:
    assert LanguageWatch(("en",)).heard(heard("es", 0.6), 2_000, S)[1] == "es"
    assert LanguageWatch(("en",)).heard(heard("es", 0.59), 2_000, S)[1] is None


@pytest.mark.parametrize(
    ("voiced_ms", "sure", "other", "doubted"),
    [
        (280, 0.95, None, False),
        (300, 0.95, "es", False),
        (300, 0.79, None, True),
        (580, 0.79, None, True),
        (600, 0.79, "es", False),
    ],
)
def test_a_word_must_sound_more_foreign_than_a_sentence_and_a_syllable_says_nothing(
    voiced_ms: int, sure: float, other: str | None, doubted: bool
) -> None:
    watch, found = LanguageWatch(("en",)).heard(heard("es", sure, confidence=0.3), voiced_ms, S)
    assert found == other
    assert watch.in_doubt is doubted


@pytest.mark.parametrize(("words", "other"), [(3, "es"), (4, None)])
def test_words_alone_are_judged_twice_as_long_as_sentences(words: int, other: str | None) -> None:
    watch = LanguageWatch(("en",))
    for _ in range(words):
        watch, _ = watch.heard(heard("en", 0.99), 400, S)
    assert watch.heard(heard("es", 0.9), 2_000, S)[1] == other


@pytest.mark.parametrize(
    ("language", "sure", "confidence", "doubted"),
    [
        ("es", 0.51, 0.4, True),
        ("en", 0.89, 0.4, True),
        ("en", 0.91, 0.4, False),
        ("en", 0.94, 0.2, True),
        ("en", 0.96, 0.2, False),
        ("en", 0.55, 0.75, False),
        ("es", 0.51, 0.9, False),
        ("en", 0.55, None, False),
    ],
)
def test_a_turn_is_in_doubt_when_it_is_neither_understood_nor_clearly_english(
    language: str, sure: float, confidence: float | None, doubted: bool
) -> None:
    watch, other = LanguageWatch(("en",)).heard(heard(language, sure, confidence=confidence), 2_000, S)
    assert other is None
    assert watch.in_doubt is doubted


def test_a_turn_that_is_understood_ends_the_doubt() -> None:
    watch, _ = LanguageWatch(("en",)).heard(heard("es", 0.5, confidence=0.4), 2_000, S)
    assert not watch.heard(heard("en", 0.98), 2_000, S)[0].in_doubt


def test_later_turns_are_not_judged() -> None:
    watch = LanguageWatch(("en",))
    for _ in range(S.language_turns):
        watch, other = watch.heard(heard("en", 0.9), 2_000, S)
        assert other is None
    assert watch.heard(heard("es", 0.99), 2_000, S)[1] is None


def test_a_language_of_the_agency_is_never_another_one() -> None:
    assert LanguageWatch(("en", "es")).heard(heard("es", 0.99), 2_000, S)[1] is None


def test_an_engine_that_cannot_tell_languages_changes_nothing() -> None:
    assert LanguageWatch(("en",)).heard(heard(None, None), 2_000, S)[1] is None


@pytest.mark.parametrize(
    ("found", "other"), [(("es", 0.95), "es"), (("es", 0.7), None), (("en", 0.99), None), (None, None)]
)
def test_writing_in_another_language_is_recognised_at_any_turn(
    found: tuple[str, float] | None, other: str | None
) -> None:
    assert LanguageWatch(("en",), turns=9).written(found, S) == other


@pytest.mark.parametrize(
    ("text", "confidence", "words"),
    [("hello", None, True), ("hello", 0.01, True), ("", 0.9, False), (" / ", 0.9, False)],
)
def test_words_of_any_confidence_are_words(text: str, confidence: float | None, words: bool) -> None:
    assert no_match.has_words(Transcript(text, confidence), S) is words


def test_a_cough_is_noise_and_a_mumble_is_a_miss() -> None:
    assert no_match.is_noise(Transcript(""), 300)
    assert not no_match.is_noise(Transcript(""), 900)
    assert not no_match.is_noise(Transcript("yes"), 200)


def test_who_must_fetch_a_number_is_given_time() -> None:
    assert no_input.wait_ms(NUMBER, S) == S.no_input_fetch_ms
    assert no_input.wait_ms(YES_NO, S) == no_input.wait_ms(None, S) == S.no_input_ms


@pytest.mark.parametrize("said", ["I don't know where it is.", "Someone is breaking in.", "There's a fight going on."])
def test_sentences_that_end_in_a_small_word_are_whole(said: str) -> None:
    assert endpointing.silence_ms(said, None, S) == S.silence_ms


def test_a_short_answer_is_recognised_sooner_and_a_sentence_is_not() -> None:
    assert endpointing.speculate_ms(400, YES_NO, S) == S.speculate_answer_after_ms
    assert endpointing.speculate_ms(4_000, NUMBER, S) == S.speculate_answer_after_ms
    assert endpointing.speculate_ms(2_000, YES_NO, S) == S.speculate_after_ms
    assert endpointing.speculate_ms(400, NUMBER, S) == endpointing.speculate_ms(400, None, S) == S.speculate_after_ms


def test_the_silence_that_the_bot_allows_goes_before_every_other() -> None:
    assert no_input.wait_ms(NUMBER, S, 60) == no_input.wait_ms(None, S, 60) == 60_000


@pytest.mark.parametrize(
    ("decision", "ended_by", "failed", "counted"),
    [
        (None, "caller", False, "abandoned"),
        (None, "transfer", False, "call_taker"),
        (Decision("ask", need="noise"), "caller", False, "abandoned"),
        (Decision("inform", disposition="info"), "caller", False, "info"),
        (Decision("transfer", disposition="transfer"), "caller", False, "abandoned"),
        (Decision("transfer", disposition="transfer"), "transfer", False, "transfer"),
        (Decision("transfer", disposition="911"), "caller", False, "911"),
        (Decision("transfer", disposition="911"), "transfer", True, "911"),
        (Decision("ask"), "transfer", True, "call_taker"),
        (Decision("end", disposition="case_status"), "assistant", False, "case_status"),
    ],
)
def test_a_call_is_counted_as_what_became_of_it(
    decision: Decision | None, ended_by: str, failed: bool, counted: str
) -> None:
    assert disposition.of_call(decision, ended_by, failed) == counted  # type: ignore[arg-type]


def to(name: str, phone: str | None = None) -> Decision:
    return Decision("transfer", destination=WireDestination(id=name, name=name, phone=phone))


def test_a_destination_without_a_number_is_a_call_taker() -> None:
    agency_line = fake_agency_line()
    assert choose.destination(to("somewhere"), agency_line) == agency_line.call_taker
    assert choose.destination(None, agency_line) == agency_line.call_taker
    assert choose.destination(to("general_line"), agency_line) == agency_line.general_line
    assert choose.destination(to("parks", "+15550123"), agency_line) == Person("parks", "parks", "+15550123")


def test_when_nobody_answers_one_more_place_is_tried_and_then_none() -> None:
    agency_line = fake_agency_line()
    assert choose.after_failure(Person("parks", "Parks", "+1"), agency_line) == agency_line.call_taker
    assert choose.after_failure(agency_line.call_taker, agency_line) == agency_line.general_line
    assert choose.after_failure(agency_line.general_line, agency_line) is None


def test_digits_are_counted_as_people_read_them() -> None:
    assert turn_ends.digit_count("two four one") == 3
    assert turn_ends.digit_count("2 41 077") == 6
    assert turn_ends.ends_in_digits("my case number is two four")
    assert not turn_ends.ends_in_digits("two cars were towed")
