"""Who answers "did anyone else see it?" by naming somebody: "just dev, he's the barista", "only my wife". Pure."""

from __future__ import annotations

import re

from spoken.en.by_the_way import SOMEBODY

MOST_WORDS = 30
_LEAD = r"\W*(?:(?:um+|uh+|oh|well|so|like|just|only|maybe|i think|i guess|it was|there was|there's|that would be|yes|yeah|yep)\b[ ,.]*)*"
_ONLY_ME = re.compile(
    rf"{_LEAD}(?:me|myself|i did|us|i was (?:alone|by myself|the only one))\b(?: and (?:god|the dog|my dog"
    rf"|the cat))?[ ,.!]*(?:i guess|i think|that's it)?\W*$",
    re.I,
)
_KNOWN = re.compile(
    rf"{_LEAD}(?:(?:my|the|our|a|an|this|that|one of (?:my|the|our)) (?:\w+ ){{0,2}}?{SOMEBODY}\b(?! (?:didn'?t|did not|wasn'?t"
    rf"|was not|never|who (?:did|took|stole)))"
    r"|mis(?:ter|sus|s) \w+|mrs?\.? \w+)",
    re.I,
)
_BY_NAME = re.compile(  # "just dev he's the barista", "bernice my neighbor heard rattling"
    rf"{_LEAD}(?P<name>[a-z][a-z-]+(?: [a-z][a-z-]+)?)[ ,]+"
    r"(?:(?:he|she)(?:'s| is| was| works| lives| saw| heard)|the|my|our|who|from|at|next door|across|saw|heard|has|works|lives)\b",
    re.I,
)
_NO_NAME = re.compile(
    r"\b(?:nobody|no|not|none|never|i|it|he|she|we|they|you|that|this|there|what|how|why|when|where|somebody|someone|anybody|anyone"
    r"|people|everybody|everyone|is|was|can|do|does|did|don'?t|who|ask|skip|maybe|sure|okay|ok|sorry|hello|wait|hang|hold|one|two"
    r"|and|but|or|if|so|because|a|an|my|the|our|just|only|well|like|oh|um+|uh+|yes|yeah|yep)\b",
    re.I,
)
_TITLE = re.compile(r"(?:mister|missus|mrs?|ms|miss|doctor)\.? ", re.I)


def only_me(text: str) -> bool:
    """ "Just me": nobody else."""
    return bool(_ONLY_ME.fullmatch(text.strip()))


def named(text: str) -> bool:
    """Somebody is named, or said to be there, where it was asked whether anybody saw it."""
    if len(text.split()) > MOST_WORDS or only_me(text):
        return False
    return bool(_KNOWN.match(text)) or bool(name_in(text))


def name_in(text: str) -> str:
    """ "Dev" of "just dev he's the barista"; "" where nobody is called by a name."""
    found = _BY_NAME.match(text)
    name = _TITLE.sub("", found["name"]) if found else ""
    return name.title() if name and not _NO_NAME.search(name) else ""
