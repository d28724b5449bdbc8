"""What is no name in an answer to "what is your name?": a refusal, a question, a time, an amount, another answer. Pure."""

from __future__ import annotations

import re

from spoken.en import beside_the_question
from spoken.en.numbers import DIGITS, TEENS, TENS
from spoken.utterance import fold
from spoken.word_sets import word_set

# anywhere in an answer, or as its first word: "John Person" is a name, "person" is none
_DECLINED = re.compile(
    r"\b(?:don't|do not|dont|rather not|rather stay|anonymous|can't|cannot|won't|will not|prefer|no idea|not sure|or)\b|"
    r"^\W*(?:(?:a|an|the|my|real|live|actual|i'd|i)\s+)*(?:no|nope|nah|not|nobody|none|never|why|what|who|how|skip|sorry|maybe|idea|name"
    r"|person|human|operator|agent|help|repeat|again|wait|hold|rather|same|which"
    r"|(?:do|does|can|could|should|is|are) (?:i|you|it|that|this|we|they|the))\b"
)
_CALLED_NO = re.compile(r"No [A-Z][a-z]+")  # a name that begins like a refusal, as people type one
NEVER_IN_NAMES = word_set(  # as recognisers write: whoever types a name types it large
    """the is was were are been had has they them he she his her their our ours about around between from with because when where while
    ago yesterday today tonight tomorrow night nights morning afternoon evening weekend week month year noon midnight o'clock
    dollars dollar bucks cents hundred thousand million grand street avenue boulevard highway block apartment plate phone
    stolen stole broken broke took taken lost hit car truck bike bicycle wallet laptop purse something someone somebody nobody
    nothing everything there here haven't what which why how please sorry think thought guess know knew told said
    gave you have got already it that those these
    first last tag tags plates number this text texts email e-mail online either neither call go ahead hurry mean yes no
    hadn't hasn't didn't wasn't ma'am maam okay gone parked now over only just out mail happening before after
    interpreter translator spanish español espanol somali amharic arabic vietnamese mandarin cantonese hablo habla hablar ingles inglés
    favor entiendo sprechen parle parlez
    everyone everybody still going pretty mad bleeding born raised
    second third fourth fifth sixth seventh eighth ninth tenth"""
)
_ARTICLE = re.compile(r"\W*(?:a|the) [a-z]{2,}")
_ALSO_NAMES = re.compile(r"\W*(?:(?:april|may|june|august|summer|autumn|eve|dawn|jan|noel)\W*)+")
_NUMBER_WORDS = frozenset((*DIGITS, *TEENS, *TENS)) - {"o", "oh"}


def is_called_no(original: str) -> bool:
    return bool(_CALLED_NO.fullmatch(original.strip()))


def declines(folded: str) -> bool:
    """A refusal or a question stands in these words."""
    return bool(_DECLINED.search(folded))


def not_a_name(original: str) -> bool:
    """These words, which stand where a name should, are something else. A name typed large may hold any word."""
    folded = fold(original)
    if is_called_no(original):
        return False
    words = re.findall(r"[a-z']+", folded)
    numbers = sum(word in _NUMBER_WORDS for word in words)
    if (
        declines(folded)
        or beside_the_question.is_yes_or_no(original)
        or numbers > 1
        or (words and numbers == len(words))
    ):
        return True
    if len(original.split()) > 1 and all(word[:1].isupper() for word in original.split()):
        return False
    never = NEVER_IN_NAMES.intersection((*words, *(word.split("'")[0] for word in words)))
    return bool(never) or bool(_ARTICLE.match(folded))


def answers_something_else(text: str) -> bool:
    """The whole answer is a time, an amount or a number."""
    folded = fold(text)
    numbers = sum(word in _NUMBER_WORDS for word in re.findall(r"[a-z']+", folded))
    is_time = beside_the_question.is_a_time(text) and not _ALSO_NAMES.fullmatch(folded)
    money = beside_the_question.is_money(text) and not re.search(r"\bname\b|\b(?:i'm|i am)\b", folded)
    return numbers > 1 or is_time or money
