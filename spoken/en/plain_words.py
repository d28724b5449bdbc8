"""A sentence without what makes no difference: case, signs, contractions, missing apostrophes. "It isn't!" is "it is not". Pure."""

from __future__ import annotations

import re
from typing import Dict

_MARKS = re.compile(r"[’‘`´]")
_WORD = re.compile(r"[a-z0-9']+")
_NOT: Dict[str, str] = {"ca": "can", "wo": "will", "sha": "shall", "ai": "is"}
_AFTER: Dict[str, str] = {"m": "am", "re": "are", "ve": "have", "ll": "will", "d": "would"}
# "he's" is "he is", "my dog's" is nothing of the kind
_WITH_IS = frozenset(
    (
        "it", "he", "she", "that", "there", "this", "here", "who", "what", "where", "how", "everyone", "everybody",
        "someone", "somebody", "nobody", "one", "guy", "everything", "nothing",
    )
)  # fmt: skip
# written without their apostrophe; "its" and "were", which are words, stay
_BARE: Dict[str, str] = {
    "dont": "do not", "doesnt": "does not", "didnt": "did not", "isnt": "is not", "arent": "are not", "wasnt": "was not",
    "werent": "were not", "havent": "have not", "hasnt": "has not", "hadnt": "had not", "wouldnt": "would not",
    "couldnt": "could not", "shouldnt": "should not", "cant": "can not", "wont": "will not", "cannot": "can not",
    "im": "i am", "ive": "i have", "hes": "he is", "shes": "she is", "theyre": "they are", "thats": "that is",
    "theres": "there is", "youre": "you are", "theyve": "they have", "aint": "is not", "idk": "i do not know",
    "its": "it is", "dunno": "do not know", "gonna": "going to", "nobodys": "nobody is", "everyones": "everyone is",
    "everybodys": "everybody is",
    "somebodys": "somebody is", "someones": "someone is", "wouldve": "would have",
}  # fmt: skip


def plain_words(text: str) -> str:
    """Lower-case words with single spaces; contractions written out."""
    said = _WORD.findall(_MARKS.sub("'", text.lower()).replace("-", " "))
    return " ".join(plain for word in said if (plain := _plain(word.strip("'"))))


def _plain(word: str) -> str:
    if word in _BARE:
        return _BARE[word]
    stem, _, end = word.partition("'")
    if not end:
        return word
    if end == "t" and stem.endswith("n"):
        stem = stem[:-1]
        return f"{_NOT.get(stem, stem)} not"
    if end in _AFTER:
        return f"{stem} {_AFTER[end]}"
    return f"{stem} is" if end == "s" and stem in _WITH_IS else f"{stem}{end}"
