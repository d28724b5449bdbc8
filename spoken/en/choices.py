"""How people answer "I can take the report now, you can file it online, or talk to a person", and name one of several
choices of a report's question. Pure; no training."""

from __future__ import annotations

import re
from typing import Any, Dict, Iterable, Mapping, Optional, Sequence, Set, Tuple

from spoken.en.thing_words import BROKEN, OWNED, plain
from spoken.word_sets import word_set

OTHER = "other"  # the choice of what is none of the others
THINGS = BROKEN | OWNED
MOST_WORDS = 13  # more is a story, and is understood as one
CHOICE_WORDS = 5
_NUMBERED = {
    "one": "now",
    "first": "now",
    "two": "online",
    "second": "online",
    "three": "person",
    "third": "person",
    "last": "person",
}
_TOLD_BEFORE = re.compile(r"[,. ]*\b(?:like i said|i (?:already )?told you|i said)\b.*$")
_NUMBER = re.compile(
    r"(?:the |option |number |choice )*(one|two|three|first|second|third|last)(?: one| option| choice)?(?: please)?"
)
_PERSON = re.compile(
    r"\b(?:person|human|somebody|someone|agent|operator|officer|call[- ]?taker|representative|people)\b", re.I
)
_ONLINE = re.compile(
    r"\b(?:online|on line|website|web site|internet|web|(?<!to a )(?<!with a )(?<!you a )(?<!you are a )(?<!is a )computer|myself)\b",
    re.I,
)
_NOW = re.compile(
    r"\b(?:now|right away|right here|you (?:can )?take|take (?:it|the report|my report)|take down|with you|"
    r"^(?:(?:a|the|make a|file a|police|my) )*report(?:,? please)?$"
    r"|let's (?:do|go)|go ahead|do it|start|report it|file (?:it|the report) (?:here|now))\b",
    re.I,
)
_ANY_OF_THEM = re.compile(  # whatever is easiest is what is going on already
    r"\b(?:(?:whatever|whichever)(?:'s| is| you| works)|(?:simplest|easiest|quickest|fastest)(?: way| one| thing)?"
    r"|either (?:one|way|is fine|works)"
    r"|(?:doesn't|does not|don't|do not) (?:matter|mind|care)|up to you|you (?:decide|choose|pick)|let's talk|just talk to you)\b",
    re.I,
)
_NOT_TAKEN = re.compile(
    r"^(?:(?:oh|well|um|uh) )*(?:no|nope|nah|never ?mind|forget)\b|\b(?:scared|afraid|feel|hurts?|chest|tell you)\b"
)
_CALL = re.compile(  # this very conversation
    r"^(?:um |uh |just |please |i'd rather |can we |let's do it )*(?:in person|here)(?: please)?$|"
    r"\b(?:on|over|by|via|through) (?:the |this )?(?:phone|telephone|call)\b",
    re.I,
)
_NOT_ONLINE = re.compile(  # a reason for the call as well
    r"\b(?:no|not|don'?t|do not|haven'?t|without|can'?t|cannot|never)\b(?:(?!\b(?:phone|telephone|i'?ll|i will)\b).)*"
    r"\b(?:internet|online|website|web|computers?|smart ?phone|wifi)\b"
    r"|\bmy (?:internet|wifi|computer|laptop) (?:(?:is|isn'?t|won'?t|doesn'?t|ain'?t) )?(?:\w+ )?"
    r"(?:down|out|broken?|work\w*|dead|not|stolen|gone)\b",
    re.I,
)
_NOT = re.compile(
    r"\b(?:not (?:now|here|on the phone|by phone|over the phone)|don't|do not|rather not|can't|cannot)\b", re.I
)
_SPEAKS_TO_ONE = re.compile(
    r"\b(?:talk|speak|chat)\w* (?:to|with) (?:a |an |some |the )?(?:real |live )?(?:person|human|somebody|someone|agent|operator"
    r"|officer)\b",
    re.I,
)
_NONE_OF_THEM = re.compile(r"^(?:no|nope|nah|neither)\b.*\b(?:either|neither)\b|^neither\b", re.I)
_SWEARING = re.compile(r"\b(?:god ?damn(?:ed)?|damn(?:ed)?|freaking|frigging|fucking|bloody|stupid|blasted)\b", re.I)
_SCOLDING = re.compile(  # what is thrown at a machine on the way to a person
    r"\b(?:(?:oh )?(?:for )?fuck(?:s| s|'s)?(?: sake| you| this| off| it)?|screw (?:you|this)|shut up|bullshit|shit"
    r"|piece of (?:shit|crap|junk)|hell with (?:you|this)"
    r"|(?:you )?(?:dumb |damn |useless )*(?:machine|robot|bot|computer)|you idiot)\b[ ,.!]*",
    re.I,
)
_WISHES_PERSON = re.compile(  # whole sentences of somebody who wants to speak to one, whatever else is being asked
    r"^(?:(?:um|uh|no|ok|okay|forget (?:it|this)|never ?mind|whatever"
    r"|well|look|listen|you know what|please|actually|honestly|sorry|hey|but|and|or|so|just"
    r"|fuck(?: you| this| off| it)?|shut up|screw (?:you|this)"
    r"|(?:you|this) (?:(?:dumb|useless|idiotic|crappy|shitty|piece of (?:shit|crap)) ?)*(?:machine|robot|bot|computer|thing|idiot)?"
    r"|(?:you're|you are|this is|it's) (?:so )?(?:useless|ridiculous|dumb|a joke|no help|crap|bullshit)"
    r"|this is)[ ,.!]+)*"
    r"(?:(?:can|could|may) (?:i|we)(?: please| just| maybe)* (?:talk|speak|chat) (?:to|with)"
    r"|(?:i|we)(?:'d| would)?(?: really| just)? (?:want|need|like|prefer|rather)(?: to)?(?: just)? (?:talk|speak|chat) (?:to|with)"
    r"|let me (?:just )?(?:talk|speak) (?:to|with)|(?:connect|transfer|put|pass) me (?:on |over |through )?(?:to|with)|(?:get|give) me)"
    r" (?:a |an |any |some )?(?:real |live |actual |human |other )*"
    r"(?:person|human(?: being)?|somebody|someone|agent|operator|call[- ]?taker|representative)"
    r"(?: else| real| there| now| please| instead)*[.!?]*$",
    re.I,
)
_LAST_WISH = re.compile(  # the last words of an answer: "it's a couch. a person please", "just give me a person"
    r"(?:^|[.,!?;:]\s*(?:(?:and|but|so|ok|okay|just|no|now|then|can i get|can i have|i want|i need|give me|get me)[ ,]+)*"
    r"|\b(?:give me|get me|i want|i need|can i (?:get|have)|i'?d like|let me (?:talk|speak) to|connect me (?:to|with)) )"
    r"(?:a |an |some )?(?:(?:real|live|actual|human) )*(?:person|human(?: being)?|operator|call[- ]?taker|representative)"
    r"(?:(?: now| then| i guess| instead)*[.!?]*$|(?: now| then)* please[.!?]*$)"
    r"|(?<!not )\b(?:a|an) (?:(?:real|live|actual|human) )*"
    r"(?:person|human(?: being)?|operator|call[- ]?taker|representative) please[.!?]*$",
    re.I,
)
_PERSON_WORD = r"(?:person|human(?: being)?|operator|agent|representative|call[- ]?taker|real (?:person|human))"
_A_PERSON_THEN = re.compile(  # "fine, person then", "I want person please, human"; "I'll speak with a person" at the end of few words
    rf"^(?:(?:fine|ok|okay|alright|all right|well|no|then|so|just|please|and|but|uh|um|i want|i need|give me|get me"
    rf"|for (?:pete|god|heaven)'?s sake|a|an|the|to)[ ,.!]+)*"
    rf"{_PERSON_WORD}(?:[ ,.!]+(?:then|please|now|thanks|thank you|instead|already|{_PERSON_WORD}|i said|i guess))*[.!?]*$"
    rf"|\b(?:i want|i need|give me|get me) (?:a |an )?{_PERSON_WORD}(?:[ ,.!]+(?:then|please|now|instead|{_PERSON_WORD}))*[.!?]*$"
    r"|\b(?:i'll|i will|i'd (?:rather|better|prefer to)|(?:is |it's )?better (?:if )?i|let me|i want to|i need to"
    r"|i have to|i prefer to|can i|could i|rather)"
    r"(?: just| rather| better| then)* (?:speak|talk|speak up|go) (?:with|to) (?:a |an |some |the )?(?:real |live |actual |human )*"
    r"(?:person|human(?: being)?|somebody|someone|operator|agent|representative|call[- ]?taker)(?: then| please| now"
    r"| instead| else)*[.!?]*$"
    r"|\b(?:(?:just|then|please|so|sake) )(?:get|give|connect|put|transfer) me (?:on |through |over )?(?:to |with )?(?:a |an |some )?"
    r"(?:real |live |actual |human )*(?:person|human(?: being)?|somebody|someone|operator|agent|representative"
    r"|call[- ]?taker)(?: then| please| now| instead| else)*[.!?]*$",
    re.I,
)
MOST_WORDS_BEFORE_A_WISH = 16
_ELSE = re.compile(
    r"\b(?:(?:somebody|someone|person|people) (?:took|stole|broke|hit|came|went|has|had|must have|might have|\w+ed)"
    r"|he|she|they|his|her|him|them|is|are|was|breaking|coming|help|hurt|hurting|gun|knife|house|inside|outside)\b",
    re.I,
)

_PLACE_BEFORE = r"\W*(?:(?:um+|uh+|oh|well|so|ok|okay|yeah|yes|it's|its|i think|i guess|i'd say|probably|maybe|more like)[ ,.]+)*(?:the )?"
_PLACE_AFTER = (
    r"(?: one| thing)?(?:[ ,]+(?:please|i guess|i think|probably|maybe|then|thanks|thank you|i suppose|more like))*\W*"
)
_FIRST = re.compile(rf"{_PLACE_BEFORE}(?:first|former){_PLACE_AFTER}", re.I)
_SECOND = re.compile(rf"{_PLACE_BEFORE}(?:second|latter|last|other){_PLACE_AFTER}", re.I)


def choice_in(text: str) -> Optional[str]:
    """now | online | person, of words that say nothing else; None when they are not plainly one of the three."""
    if len(text.split()) > MOST_WORDS or _ELSE.search(
        re.sub(
            r"\b(?:the first one|online|now|whatever|whichever|phone|telephone|internet|wifi|computer) is\b", "", text
        )
    ):
        return None
    text = " ".join(_SWEARING.sub(" ", text).split())
    plain = text.lower().strip(" .,!?")
    if numbered := _NUMBER.fullmatch(plain):
        return _NUMBERED[numbered[1]]
    if _NONE_OF_THEM.search(plain):
        return None
    if _SPEAKS_TO_ONE.search(plain) and not _NOT.search(plain):
        return "person"
    if _NOT_ONLINE.search(plain):
        return "person" if _PERSON.search(plain) else "now"
    if _CALL.search(plain) and not _NOT.search(plain):
        return "now"
    if _PERSON.search(text) and not _NOW.search(text):
        return "person"
    if _ONLINE.search(text):
        return "online"
    if _ANY_OF_THEM.search(text) and not (_NOT_TAKEN.search(plain) or _PERSON.search(text)):
        return "now"
    return "now" if _NOW.search(text) and not _NOT.search(text) else None


def place_in(text: str) -> Optional[int]:
    """0 or 1: which of two the words name by its place ("the first one", "the latter"), and nothing else; None otherwise."""
    return 0 if _FIRST.fullmatch(text) else 1 if _SECOND.fullmatch(text) else None


def wishes_person(text: str) -> bool:
    """ "You know what, can I just talk to somebody": nothing else is said; or they are the last words: "it's a couch. a person please"."""
    plain = " ".join(_SCOLDING.sub(" ", _SWEARING.sub(" ", text)).split())
    last = len(plain.split()) <= MOST_WORDS_BEFORE_A_WISH and _LAST_WISH.search(plain)
    return bool(
        _WISHES_PERSON.match(plain)
        or last
        or (len(plain.split()) <= MOST_WORDS_BEFORE_A_WISH and _A_PERSON_THEN.search(plain))
    )


_AGAIN = re.compile(
    r"\b(?:again|once more|one more time|retry|keep trying|(?:person|connect|put me through|i'll wait|i can wait|wait for))\b",
    re.I,
)
_CALL_BACK = re.compile(
    r"\b(?:call(?:ed)? (?:me )?back|call ?back|ring|return(?:ed)? (?:my |the )?call|call me|phone me|yes)\b", re.I
)
_OTHER = re.compile(r"\b(?:something else|leave it|neither|no|nothing|never ?mind|forget it|different)\b", re.I)


def after_transfer_in(text: str) -> Optional[str]:
    """again | call_back | other, where nobody took the transfer; None when the words say none of them."""
    if len(text.split()) > MOST_WORDS or text.startswith("/"):
        return None
    table = (("again", _AGAIN), ("call_back", _CALL_BACK), ("other", _OTHER))
    named = [name for name, pattern in table if pattern.search(text)]
    return "call_back" if "call_back" in named and re.search(r"\bback\b", text, re.I) else next(iter(named), None)


def named(text: str, choices: Mapping[str, str], words: Optional[Mapping[str, Iterable[str]]] = None) -> Optional[str]:
    """Which one of several choices is named; None when none is, or more than one. The one reader of choices.

    `choices`: value -> its words ("email" -> "by e-mail"); `words`: value -> further words that name it ("couch").
    The most words in common win; among equals the choice that says least beside them: "e-mail" is not "text and e-mail".
    """
    said = _telling(text)
    exact = [value for value in choices if _telling(value) == said]
    if exact:  # "no parking" is no refusal
        return exact[0]
    if "none" in choices and said and said <= _NEGATIONS | _POLITE and said & _NEGATIONS:
        return "none"
    said = _telling(_NOT_THIS.sub(" ", text.lower()))  # "not by text" names everything but texts
    scores = {value: _score(said, value, spoken, (words or {}).get(value, ())) for value, spoken in choices.items()}
    best = max(scores.values(), default=(0, 0))
    winners = [value for value, score in scores.items() if score == best]
    if best[0]:
        return winners[0] if len(winners) == 1 else None
    return OTHER if OTHER in choices and _names_a_thing(text) else None


def _names_a_thing(text: str) -> bool:
    """ "A statue", "it's my mother's piano": few words, and the last of them is a thing."""
    said = re.findall(r"[a-z]+(?:'s)?", _TOLD_BEFORE.sub("", text.lower()))
    return 0 < len(said) <= CHOICE_WORDS and plain(said[-1]) in THINGS and not said[0].startswith(("no", "don"))


def told_in(story: str, words: Mapping[str, Iterable[str]]) -> Optional[str]:
    """The one choice whose words stand in a story; None when none does, or those of two."""
    said = f" {' '.join(re.findall(r'[a-z0-9]+', story.lower()))} "
    told = [value for value, more in words.items() if any(f" {one} " in said for one in more)]
    return told[0] if len(told) == 1 else None


def at_key(keys: str, values: Sequence[str]) -> Optional[str]:
    """The choice with this number; None when there is none."""
    number = int(keys) if keys.isdigit() else 0
    return values[number - 1] if 1 <= number <= len(values) else None


def _score(said: Set[str], value: str, spoken: str, more: Iterable[str]) -> Tuple[int, int]:
    own = _telling(f"{spoken} {value}")
    common = len(said & own)
    further = sum(1 for one in more if _telling(one) and _telling(one) <= said)
    return common + further, -len(own - said) if common else -len(own)


def names_a_choice(ask: Dict[str, Any], text: str) -> bool:
    """Few words that name one of the choices of the open question: "by text", and "in person" only where it is one."""
    if ask.get("kind") != "choice" or text.startswith("/") or len(text.split()) > CHOICE_WORDS:
        return False
    spoken = [str(one) for one in (*(ask.get("choices") or ()), *(ask.get("values") or ()))]
    said = _telling(text)
    if any(one.replace("_", " ") in text.lower() for one in spoken):
        return True
    return not _PERSON.search(text) and any(said & _telling(one) for one in spoken)


def _telling(text: str) -> Set[str]:
    """Words that tell choices apart, "texts" as "text"."""
    words = re.findall(r"[a-z0-9]+", text.lower().replace("e-mail", "email").replace("_", " "))
    return {re.sub(r"(?<=[a-z]{3})(?<!s)s$", "", word) for word in words} - _SMALL


_SMALL = word_set(
    "a an the by or and it is of in to please something was were at my with some i that this me you um uh"
)
_NEGATIONS = frozenset(("no", "not", "don", "none", "never", "neither", "nope"))
_POLITE = frozenset(("thank", "need", "t", "all", "thanks"))
_NOT_THIS = re.compile(
    r"\b(?:not|don't|do not|never|no)\b(?: \w+){0,3}? (?=by |text|call|e-?mail|phone|letter)(?:by |a |an )*[a-z-]+"
)
