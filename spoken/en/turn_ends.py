"""Small facts about spoken English that several policies need: plain answers, acknowledgements, unfinished sentences, digits."""

import re

from spoken.en import goodbye, yes_no
from spoken.en.numbers import DIGITS, MULTIPLES, RADIO_ALPHABET, TEENS, TENS
from spoken.en.plain_words import plain_words

_WORD = re.compile(r"[a-z0-9']+")

_ACKNOWLEDGEMENTS = frozenset(
    {
        "uh",
        "huh",
        "um",
        "mm",
        "hmm",
        "mhm",
        "mmhmm",
        "mm-hmm",
        "hm",
        "ah",
        "oh",
        "okay",
        "ok",
        "right",
        "yeah",
        "yep",
        "sure",
        "alright",
    }
)
# after these an answer goes on: "I'm not ... sure", "they are ... still here"
_OPEN_ANSWERS = frozenset(
    {"not", "is", "are", "am", "was", "were", "do", "did", "does", "have", "has", "would", "can", "could"}
)
_MOST_WORDS_OF_AN_ANSWER = 4
_HUMS = frozenset({"uh", "huh", "um", "mm", "hmm", "mhm", "mmhmm", "hm"})
_UNFINISHED = frozenset(
    {
        "um", "uh", "er", "erm", "and", "but", "or", "so", "because", "the", "a", "an", "my", "to", "of", "in", "on", "at",
        "by", "near", "between", "into",
        "until", "than", "been", "uhm", "hmm", "while", "with", "is", "it's", "i'm", "then", "like", "well", "if", "that", "for", "from",
        "his", "her", "their", "your", "let",
    }
)  # fmt: skip
_WHOLE = frozenset(
    {
        ("it", "is"), ("he", "is"), ("she", "is"), ("broke", "in"), ("break", "in"), ("breaking", "in"), ("going", "on"),
        ("like", "that"), ("hold", "on"), ("hang", "on"), ("moved", "in"), ("drive", "by"),
    }
)  # fmt: skip
# What people say before they say it: "Hi, I have a question.", "I'd like to report something, please."
_BEFORE_THE_MATTER = frozenset(
    {
        "hi", "hello", "hey", "hiya", "good", "morning", "afternoon", "evening", "yes", "yeah", "okay", "ok", "oh", "so", "um",
        "uh", "uhm", "er", "hmm", "well", "sorry", "excuse", "please", "ma'am", "sir", "there", "how", "are", "you", "doing",
        "today", "i", "i'm", "i've", "i'd", "we", "we'd", "we're", "my", "name", "is", "am", "this", "it's", "me", "myself", "just",
        "like", "love", "want", "wanted", "wanna", "would", "need", "needed", "have", "had", "got", "to", "for", "on", "about", "of",
        "and", "report", "reporting", "make", "file", "tell", "say", "talk", "speak", "ask", "call", "called", "calling", "because",
        "know", "see", "check", "find", "out", "get", "wondering", "was", "were", "if", "could", "can", "help", "with", "a", "an",
        "the", "some", "another", "quick", "few", "couple", "something", "someone", "somebody", "anything", "one", "thing", "things",
        "question", "questions", "problem", "problems", "issue", "issues", "situation", "concern", "complaint", "crime", "incident",
        "police", "officer", "department", "city", "non", "emergency", "not", "that", "happened", "going", "guys", "what", "here",
    }
)  # fmt: skip
_SENTENCE_END = re.compile(r"[.?!][\"'”’)]*$")
_FEWEST_WORDS_TOLD, _FEWEST_WORDS_ASKED = 7, 4
_FILLERS = frozenset({("you", "know"), ("i", "mean"), ("let", "me"), ("what's", "it")})
_STREET_ENDS = frozenset(
    {
        "street", "avenue", "boulevard", "road", "drive", "lane", "court", "place", "parkway", "highway", "way", "circle",
        "trail", "square", "terrace", "st", "ave", "blvd", "rd", "dr", "ln", "park", "station", "mall", "plaza", "alley",
    }
)  # fmt: skip
_SPELLING = frozenset(RADIO_ALPHABET)  # names of the police alphabet end many a sentence
_DIGITS = frozenset((*DIGITS, *TEENS, *TENS, *MULTIPLES, "hundred", "dash"))


def tokens(text: str) -> list[str]:
    """Lower-case words; "twenty-four" is two, "24" is one."""
    return _WORD.findall(text.lower().replace("-", " ").replace("’", "'"))


def is_yes_no(text: str, about: str = "") -> bool:
    """A yes or no, nothing else, that no more words will change. `about`: the fact that was asked for."""
    if len(tokens(text)) > _MOST_WORDS_OF_AN_ANSWER or not yes_no.answers_only(text, about):
        return False
    return yes_no.begins_with_it(text) or plain_words(text).split()[-1] not in _OPEN_ANSWERS


def is_acknowledgement(text: str) -> bool:
    """What people say to show that they listen ("uh-huh", "okay, right"), without wanting the word."""
    said = tokens(text)
    return bool(said) and all(word in _ACKNOWLEDGEMENTS for word in said)


def is_farewell(text: str) -> bool:
    """Thanks and goodbye, nothing else."""
    return not tokens(text) or is_acknowledgement(text) or goodbye.wants_nothing_else(text)


def has_plain_answer(text: str) -> bool:
    """It begins with a yes or no; "uh-huh" alone shows that somebody listens."""
    return yes_no.begins_with_it(text) and not all(word in _HUMS for word in tokens(text))


def is_unfinished(text: str) -> bool:
    """Ends in a word after which more comes."""
    said = tokens(text)
    tail = tuple(said[-2:])
    opened = not said or tail in _FILLERS or (said[-1] in _UNFINISHED and tail not in _WHOLE)
    return opened or text.rstrip().endswith((",", "...", "…"))


def is_whole_sentence(text: str, *, answers: bool = False) -> bool:
    """The recogniser wrote the end of a sentence, and nothing in the words says that more comes.

    Recognisers write a full stop after nearly everything ("My bike was stolen."), so it needs words enough, fewer in a question
    or an answer, and words that are not merely the way to the matter ("Hi, I'd like to report something.").
    """
    said, written = tokens(text), text.rstrip()
    if not _SENTENCE_END.search(written) or written.endswith(("..", "…")):
        return False
    if len(said) < (_FEWEST_WORDS_ASKED if answers or "?" in written[-2:] else _FEWEST_WORDS_TOLD):
        return False
    return not is_opening(text) and not is_unfinished(text) and not ends_in_digits(text) and not spells(text)


def is_opening(text: str) -> bool:
    """A greeting or the way to the matter, without the matter itself: the caller goes on after it."""
    return all(word in _BEFORE_THE_MATTER for word in tokens(text))


def ends_in_digits(text: str) -> bool:
    """The caller is reading something out: the last two words are numbers or single letters."""
    said = tokens(text)[-2:]
    return bool(said) and all(_is_digit(word) for word in said)


def spells(text: str) -> bool:
    """ "b as in boy", "d for David", or two words of the radio alphabet, at the end."""
    words = tokens(text)
    if len(words) >= 3 and (words[-3:-1] == ["as", "in"] or (words[-2] == "for" and len(words[-3]) == 1)):
        return True
    return len(words) >= 2 and all(word in _SPELLING for word in words[-2:])


def is_digits_only(text: str) -> bool:
    """Nothing but digits was said, with or without "it's" before them."""
    words = tokens(text)
    spoken = words[1:] if words[:1] in (["it's"], ["its"], ["um"], ["uh"]) else words
    return bool(spoken) and all(_is_digit(word) for word in spoken)


def ends_like_an_address(text: str) -> bool:
    """The last word closes a place: "1450 Bannock Street"."""
    return bool(words := tokens(text)) and words[-1] in _STREET_ENDS


def digit_count(text: str) -> int:
    """How many digits have been read out so far, at least (tens and teens count as two)."""
    return sum(len(word) if word.isdigit() else 1 for word in tokens(text) if _is_digit(word))


def _is_digit(word: str) -> bool:
    return word in _DIGITS or word.isdigit() or (len(word) == 1 and word not in ("a", "i"))
