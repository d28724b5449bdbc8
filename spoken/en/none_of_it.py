"""Whether somebody denies everything that one question named: "no, nothing like that", but not "no, but he had a gun"."""

from __future__ import annotations

import re

from spoken.en import yes_no
from spoken.en.plain_words import plain_words

# words that say no and name nothing; any other word may name the one thing that is true after all
_EMPTY = re.compile(
    r"(?:no|nope|nah|naw|not|none|nothing|never|nobody|negative|at|all|really|like|that|that's|of|it|those|them|these|the|above"
    r"|is|isn't|was|wasn't|were|weren't|there|there's|any|anything|kind|sort|sir|ma'am|thank|thanks|you|god|goodness"
    r"|gracious|lord|heavens?|luckily|fortunately|thankfully|just|to|my|knowledge|i|know|don't|do|think|so|uh|um|well|oh|either|and)"
)
_HARMLESS = re.compile(  # a reason that says why there was nothing: one part of what was said
    r"(?:(?:no|nope|nah|naw|lol|just|only|honestly|thankfully|luckily|well|like|because|cause|cuz|since|it's|its|it was"
    r"|there's|there is) )*(?:"
    r"(?:(?:i|we|they|everyone|everybody|the (?:kids|whole house|family)) (?:was|were|am|are|'re|'m)?(?: all| both| just| fast| sound)*"
    r" ?(?:asleep|sleeping|in bed|at work|at home|not (?:even )?(?:home|there)|away|out of town|on vacation|upstairs|inside))"
    r"(?: (?:last night|then|at the time|when it happened))?"
    r"|i live (?:alone|by myself|here alone)|i(?:'m| am| was) (?:all )?(?:alone|by myself|on my own)"
    r"|(?:just )?me(?: stuck| here| and my dog)?"
    r"|(?:the |my |a |our |an old )?(?:dog|cat|wind|raccoon|paint|glass|bumper|fender|pride|stuff|wallet|phone|package"
    r"|car|letters?|mess|property)"
    r"(?: and (?:the |my |our )?(?:dog|cat|wind|glass|bumper|fender|pride|stuff|wallet|phone|package|car))?(?: barking| damage)?"
    r"|(?:i )?(?:just |only )?(?:think |guess )?(?:it|they|my \w+)? ?(?:just |probably |must have |must've )?(?:fell"
    r"|dropped|slipped|fallen)"
    r" (?:out|off|down)?(?: of (?:my|the) \w+)?(?: somewhere| on the \w+)?(?: i think| i guess)?(?: when i (?:got off"
    r"|got out|left|sat down|ran))?"
    r"|i (?:just |only |must have |must've )*(?:set|put|left|lost|misplaced|forgot|dropped) (?:it|them|the \w+|my \w+)(?: down| behind)?"
    r"(?: somewhere| on the \w+| there| at the \w+)?"
    r"|(?:i |we )?(?:didn't|didnt|did not|never) (?:even )?(?:feel|notice|see|hear) (?:it|a thing|anything|nothing|anybody|anyone)"
    r"|(?:nobody|no one|no body) (?:even )?(?:saw|heard|seen) (?:nothing|anything|it|a thing)|(?:nobody|no one) (?:here"
    r"|there|home|around)"
    r"|(?:they|he|she) (?:didn't|didnt|did not|never) (?:come|get|go) in(?:side)?"
    r"|(?:nothing|nothing's|nothings|nothing is|nothing was) (?:missing|taken|stolen)"
    r"|(?:he|she|they) (?:already )?hung up(?: already)?|nothing like that|none of (?:that|those|it)|like i said"
    r")"
)
_ONLY_A_PART = re.compile(
    r"(?:lol )?(?:"
    r"no (?:guns?|weapons?|knife|knives|force|threats?|danger|violence|injuries)(?: or (?:guns?|weapons?|force|threats?"
    r"|anything))?(?: lol)?"
    r"|(?:nobody|no one|nobody's|nobodys|everyone's|everybody's|everybodys)(?: is| was| got)? (?:hurt|injured|in danger|fine|ok|okay)"
    r")"
)
_PARTS = re.compile(
    r"[.,;!?]+|\b(?:and|but)\b|(?<=\bno) (?=(?:no|nothing|nobody)\b)|(?<=\bthat) (?=i\b|nobody\b)|(?<=hurt) (?=nobody)"
    r"|\s(?=(?:they|he|she|i|we) (?:didn'?t|never|was|were|just|only)\b)|\s(?=nothing'?s? )"
)
_UNSURE = re.compile(r"\b(?:don't|do not) (?:really )?know\b")
_DENIES = re.compile(r"\W*(?:no|nope|nah|naw|none|nobody|nothing)\b")
MOST_WORDS = 25
_NEITHER = re.compile(
    r"\b(?:neither|none of (?:them|those|these)|nor|something else|not (?:that|those|these))\b|^\W*no\b", re.I
)


_HEDGES = re.compile(  # what may say otherwise of a part, though it names no danger
    r"\b(?:but|except|only (?:he|she|they|my|a|the)|though|although|unless|yet|not really|anymore|still|now|here|there|outside|near|around"
    r"|coming|back|maybe (?:he|she|they|a|the)|threat\w*|scared|afraid|worried|hurt\w*|bleed\w*|blood|pain|sick|hit|push\w*|shov\w*"
    r"|punch\w*|kick\w*|grab\w*|cuts?|stab\w*|shot|shoot\w*|smoke|burn\w*|fire|faint\w*"
    r"|pass(?:ed|ing|es)? out|breath\w*|unconscious|dizzy|hid(?:e|ing)|trapped|dying|dies?|kill\w*|chok\w*"
    r"|guns?|knives|knife|weapons?|ex|exes|husband|wife|boyfriend|girlfriend|brother|sister|father|mother|dad|mom"
    r"|son|daughter|family|partner|step\w+|cousin|uncle|aunt|nephew|roommate)\b"
)


def hedges(text: str) -> bool:
    """Whether a no has words behind it that may say otherwise of a part of what was asked: "no, but ...", "no, my ex"."""
    return bool(_HEDGES.search(plain_words(text)))


def denies_all(text: str) -> bool:
    """True for words that hold nothing but a no, also of one danger ("no, nobody's hurt"), for a story in which nobody was met, and
    for no words at all."""
    if yes_no.nobody_there(text) or yes_no.only_denies(text):
        return True
    said = text.lower().replace("\u2019", "'")
    if _only_harmless(said):
        return True
    words = re.findall(r"[^\W_]+(?:'[^\W_]+)?", said)
    return not _UNSURE.search(said) and all(_EMPTY.fullmatch(word) for word in words)


def _only_harmless(said: str) -> bool:
    """A no, and a reason with it in which nobody was met: "nah, we were all asleep"."""
    parts = [" ".join(re.findall(r"[\w']+", part)) for part in _PARTS.split(said)]
    told = [part for part in parts if part and not all(_EMPTY.fullmatch(word) for word in part.split())]
    denies = bool(_DENIES.match(said.strip()))
    reasons = [part for part in told if not _ONLY_A_PART.fullmatch(part)]  # "no weapon" says nothing of who was there
    return (
        denies
        and bool(reasons)
        and len(said.split()) <= MOST_WORDS
        and all(_HARMLESS.fullmatch(part) for part in reasons)
    )


def is_neither(text: str) -> bool:
    """ "Neither", "something else", "no": to a question between two."""
    return bool(_NEITHER.search(text))
