"""Yes, no or "I don't know": what the words of an answer mean to a yes/no question. The one reader of all rooms; pure.

The first words answer, what follows explains ("no he left an hour ago"); whoever takes it back means the last ("no wait,
yes"). `sure` is False for what people say who would rather not commit ("sure", "I guess so", "I don't think so"): enough
for most questions, not for one about danger. `about` is the fact that a question asks for, where other sentences answer
it: to "is that person still there?" nobody says no, they say "he's gone". The phrases stand in yes_no_phrases.py.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import List, Optional, Tuple

from spoken.en import over_by_now
from spoken.en import yes_no_phrases as phrases
from spoken.en.plain_words import plain_words
from spoken.en.yes_no_phrases import NO as NO
from spoken.en.yes_no_phrases import NONE as NONE
from spoken.en.yes_no_phrases import UNKNOWN as UNKNOWN
from spoken.en.yes_no_phrases import YES as YES

_KNOWING_THEM = re.compile(r"\b(?:him|her|them|who|whose|any\w*)\b")  # "no, I don't know him" knows very well
_AT_LAST = re.compile(r" (?:so|but|and|because) (?P<last>.+)$")
# facts about danger that a story answers which says that nobody is there, or when it was
_OVER_DENIES = frozenset(
    (
        "suspect_present",
        "happening_now",
        "in_progress",
        "injured",
        "in_danger_now",
        "in_danger",
        "any_concern",
        "danger",
    )
)
_GONE = re.compile(
    r"^(?:\w+ )?(?:he|she|they|it)(?:'s|'re| is| are| has| have|s)? (?:just |already )?gone\b"
)  # asked who is hurt
_NOBODY_FIRST = re.compile(r"(?:nobody|no one|none|nothing|not at all)\b")
_PAST_DENIES = frozenset(("happening_now", "in_progress"))  # where the person is, a day does not say
_SENTENCES = re.compile(r"[.!?;\n]+")
MOST_SENTENCES = 6
MOST_WORDS = 60  # an answer comes before that; what is longer tells a story
MOST_WORDS_BESIDE, MOST_WORDS_AFTER_NOT_KNOWING = 5, 2


@dataclass(frozen=True)
class Answer:
    """`rest`: what was said after a leading yes or no, in plain words. `told`: by a sentence about the fact itself."""

    meaning: str
    sure: bool = True
    rest: str = ""
    told: bool = False

    @property
    def value(self) -> Optional[bool]:
        return {YES: True, NO: False}.get(self.meaning)


NOTHING = Answer(NONE)


def read(words: str, about: str = "") -> Answer:
    """What the words answer. `about`: the fact that was asked for, such as suspect_present; "" when it says nothing."""
    text = _plain(words)
    found = _read(text, about)
    if found.meaning == NONE:
        found = _by_sentences(words, about)
    if found.meaning == NONE and about == "more_to_tell" and any(one.match(text) for one in phrases.TELLS_MORE):
        return Answer(YES, told=True)
    return found


def _by_sentences(words: str, about: str) -> Answer:
    """ "It's a COUCH. No. A brown couch": the one sentence that is nothing but a yes or a no answers for all."""
    plain = [_plain(one) for one in _SENTENCES.split(words) if one.strip()][:MOST_SENTENCES]
    said = {led[-1] for one in plain if (led := _leads(one)[0]) and not _leads(one)[1] and len(set(led)) == 1}
    others = {_read(one, about).meaning for one in plain} - {NONE}
    return Answer(said.pop()) if len(said) == 1 and others == said else NOTHING


def meaning(words: str, about: str = "", danger: bool = False) -> str:
    """yes | no | unknown | none. `danger`: somebody's safety hangs on the answer, and a doubtful one is not known."""
    found = read(words, about)
    return found.meaning if found.sure or not danger else UNKNOWN


def plainly_answers(words: str, about: str = "") -> bool:
    """A plain yes or no and nothing else: "yes please", "no he isn't", "he's gone"."""
    return read(words, about).sure and answers_only(words, about)


def answers_only(words: str, about: str = "") -> bool:
    """A yes or no, plain or doubtful, and nothing else."""
    found = read(words, about)
    beside = len(found.rest.split())
    if found.value is None or not beside:
        return found.value is not None
    said = _read(_bare(found.rest), about)
    return beside <= MOST_WORDS_BESIDE and said.meaning == found.meaning and (said.sure or not said.told)


def begins_with_it(words: str) -> bool:
    """The word yes or no comes first, fillers aside: "um, yeah, he did"."""
    return bool(_leads(_plain(words))[0])


def begins_with_no(words: str) -> bool:
    """ "No sir, it fell", "nobody, we're all asleep": its first word denies, and no yes stands beside it."""
    text = _plain(words)
    return set(_leads(text)[0]) == {NO} or bool(_NOBODY_FIRST.match(text))


def yes_on_a_condition(words: str) -> bool:
    """ "If it's anonymous then yes", "yes if nobody hears of it"."""
    text = _plain(words)
    return set(_leads(text)[0]) == {YES} or bool(phrases.THEN_YES.search(text))


def drops_it(words: str) -> bool:
    """ "Never mind", "no, forget it": no answer, whatever a classifier takes it for."""
    return bool(phrases.DROPPED.match(_leads(_plain(words))[1]))


def knows_not(words: str) -> bool:
    """Nothing but "I don't know" was said, to whatever question."""
    text = _plain(words)
    found = next((one for pattern in phrases.NOT_KNOWING if (one := pattern.match(text))), None)
    found = found or phrases.NO_IDEA.match(text)
    return found is not None and len(text[found.end() :].split()) <= MOST_WORDS_AFTER_NOT_KNOWING


def _plain(words: str) -> str:
    return _bare(" ".join(plain_words(words).split()[:MOST_WORDS]))


def _read(text: str, about: str) -> Answer:
    if not text or phrases.DROPPED.match(text):
        return NOTHING
    if echo := phrases.ECHO.match(text):
        return _read(text[echo.end() :], about)
    if hedged := _hedged(text, about):
        return hedged
    told = _told(text, about)
    if told:
        return replace(told, sure=told.sure or _over(text, about) is not None)
    said, rest = _leads(text)
    found = _led(said, rest, about) if said else _stated(text, about)
    doubtful = not said and (found.meaning == NONE or (found.meaning == NO and not found.sure))
    return (_over(text, about) if doubtful else None) or found


def _over(text: str, about: str) -> Optional[Answer]:
    """A no to a question about danger by a story in which there is none any more."""
    past = about in _PAST_DENIES and over_by_now.long_past(text)
    may_have_died = about == "injured" and _GONE.search(text) is not None
    over = past or (about in _OVER_DENIES and over_by_now.nobody_there(text) and not may_have_died)
    return Answer(NO, told=True) if over else None


def nobody_there(words: str) -> bool:
    """A story in which nobody was met and nobody is hurt, whatever was asked."""
    return over_by_now.nobody_there(_plain(words))


def only_denies(words: str) -> bool:
    """It begins with a no, and names no danger but to deny it: "no nobody's hurt", "nope, both of us are fine"."""
    text = _plain(words)
    said, _ = _leads(text)
    answer, _, rest = text.partition(" ")  # the second no of "no no gun" is not an answer, but denies the gun
    denies = set(said) == {NO} and _leads(answer)[0] == [NO] and bool(rest)
    return denies and (over_by_now.names_no_danger(rest) or over_by_now.denies_one_and_tells(text))


def over_at_last(words: str) -> bool:
    """The second answer to a question about danger that is no yes and no no, but tells of a time that is over."""
    return over_by_now.tells_of_the_past(_plain(words))


def _leads(text: str) -> Tuple[List[str], str]:
    """The yesses and noes that it begins with, and what comes after: "yeah no he left" -> [yes, no], "he left"."""
    said: List[str] = []
    while True:
        opened = _bare(text)
        found = None if _first(phrases.NOT_LEADS, opened) else phrases.LEADS.match(opened)
        if found is None:
            return said, text
        said.append(YES if found["yes"] else NO)
        text = opened[found.end() :].strip()


def _led(said: List[str], rest: str, about: str) -> Answer:
    """A leading yes or no, with what became of it."""
    last, mark = said[-1], phrases.TAKEN_BACK.match(rest)
    if mark:
        meant = _read(_bare(rest[mark.end() :].strip()), about)
        if meant.meaning != NONE:
            return meant
        return Answer(last, False, rest) if rest[mark.end() :].strip() else NOTHING
    if phrases.DROPPED.match(_bare(rest)):
        return NOTHING
    after = _read(_bare(rest), about)
    if after.meaning == UNKNOWN and last == NO and not _KNOWING_THEM.search(rest):
        return replace(after, rest=rest)
    if len(set(said)) > 1:  # "yeah, no": the last one, unless more words say which
        return replace(after, rest=rest) if after.value is not None else Answer(last, False, rest)
    if after.told and after.meaning != last:  # "yeah, he's gone"
        return Answer(after.meaning, False, rest)
    return Answer(last, True, rest)


def _stated(text: str, about: str) -> Answer:
    """An answer without the word."""
    opened = phrases.OPENERS.match(text)
    if opened and _bare(text[opened.end() :].strip()):
        return _read(_bare(text[opened.end() :].strip()), about)
    found = _first(phrases.NOT_LEADS, text) or _first(phrases.STATED, text)
    if found and found.meaning == YES and phrases.BUT_NO.match(text):
        return Answer(NO)
    word = phrases.LAST_WORD.match(text)
    if word and (found is None or text.startswith("not ")):  # "not just a little, yes"
        return Answer(YES if word["yes"] else NO, sure=found is not None)
    if found is None and phrases.NOT_KNOWN_AT_LAST.match(text):
        return Answer(UNKNOWN)
    at_last = _AT_LAST.search(text)
    if at_last and (found is None or found.meaning == NO):  # "I wasn't there so I don't know"
        later = _first(phrases.STATED, at_last["last"])
        return later if later and later.meaning == UNKNOWN else found or NOTHING
    return found or NOTHING


def _hedged(text: str, about: str) -> Optional[Answer]:
    """ "I think he's gone", "I guess nobody is hurt": what follows answers, and a no is one that nobody would swear to."""
    hedge = phrases.HEDGED.match(text)
    said = _bare(text[hedge.end() :].strip()) if hedge else ""
    meant = _read(said, about) if said else NOTHING
    if meant.value is None or not (meant.told or (meant.meaning == NO and meant.sure)):
        return None
    return Answer(meant.meaning, sure=meant.meaning == YES, told=meant.told)


def _told(text: str, about: str) -> Optional[Answer]:
    """By a sentence about the fact. What it adds beyond when and which way ("he left with my daughter") makes a no doubtful."""
    for pattern, told in phrases.ABOUT.get(about, ()):
        if found := pattern.match(text):
            rest = text[found.end() :].strip()
            if told == YES and phrases.BUT_NO.match(rest):
                return Answer(NO, told=True)
            plain = not rest or bool(phrases.ADDED.match(rest)) or over_by_now.tells_of_things(rest)
            return Answer(told, told == YES or plain, told=True)
    return None


def _first(table: Tuple[Tuple[re.Pattern[str], str, bool], ...], text: str) -> Optional[Answer]:
    return next((Answer(told, sure) for pattern, told, sure in table if pattern.match(text)), None)


def _bare(text: str) -> str:
    """Without the fillers before it and the politeness after it; "" when nothing else was said."""
    while (found := phrases.FILLERS.match(text)) and (found.end() < len(text) or text != "please"):
        text = text[found.end() :].strip()
    while (found := phrases.POLITE.search(text)) and found.start() > 0:
        text = text[: found.start()].strip()
    return text
