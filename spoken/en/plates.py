"""A licence plate, spelled or written: "alpha bravo c one two three", "ABC-123"; a part of one stays a part. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Dict, Optional, Sequence, Tuple

from spoken.en import beside_the_question, spelled_again
from spoken.en.corrections import versions
from spoken.en.numbers import DIGITS, MULTIPLES, SPELLING, TEENS, TENS, number_at, spelled_at, words_of
from spoken.en.spelled_again import put_right
from spoken.utterance import Utterance, fold, heard
from spoken.word_sets import word_set

LABELS = word_set("plate plates tag tags")
SHORTEST, LONGEST = 5, 8
_MOST_WORDS = 16
LONGEST_ANSWER = 200  # characters; what is longer is looked at around the word plate
_NAMED = re.compile(r"\b(?:plates?|tags?)\b", re.I)
PART = range(2, 7)  # characters that a caller remembers of a plate
# written plates whose groups a country has beside those of all: the third group belongs to it
_WRITTEN_IN: Dict[str, re.Pattern[str]] = {"GB": re.compile(r"(?<![a-z0-9])([a-z]{2}\d{2}[ -]?[a-z]{3})(?![a-z0-9])")}
_WRITTEN = re.compile(
    r"(?<![a-z0-9])(?=[a-z0-9 -]*\d)(?=[a-z0-9 -]*[a-z])"
    r"([a-z]{2,4}[ -]?\d{2,4}|\d{2,4}[ -]?[a-z]{2,4}|[a-z]{3}[ -]?[a-z]\d\d|[a-z]\d[a-z] ?\d{3})(?![a-z0-9])"
)
_LEADS = word_set(
    """number numbers is it's its was reads says of on the a uh um like that's that state license licence plate
    starting starts started begins began ends ended ending with in partial first last three temporary temp"""
)
_OF_TIME = word_set("night week month year evening monday tuesday wednesday thursday friday saturday sunday time name")
_PARTIAL = word_set("partial starting starts started begins began beginning first ends ended ending last")
# Short words of talk; three letters beside digits are otherwise part of a plate.
_TALK = word_set(
    """a an the is it in on at to of or and are you see was for but not his her him he she we my me by be so no do go if up
    us as i am had has got did saw ran can its all out off one two six ten who car van suv red tan old new any may way why
    tea bee gee am pm th st nd rd apt ave when ask put ugh now yes yep yup eh um uh hm hmm er okay wait let too two and hon sir
    one get say said"""
)


_NONE = re.compile(
    r"\b(?:no|without(?: a| any)?|(?:did|does|do)(?:n't| not) have (?:a |any )?|(?:had|has|have) no|"
    r"there (?:was|were)(?:n't| not) (?:a |any )?)"
    r" ?(?:license |licence |number )?(?:plates?|tags?)\b|\b(?:temp|temporary|paper|dealer|dealership|trade)\b.{0,14}\b(?:tags?"
    r"|plates?)\b"
)
_TAKEN_OFF = re.compile(  # "the plates are gone"
    r"\b(?:plates?|tags?)\b ?(?:is|are|was|were|has been|have been|'s|'re)? ?(?:all |both )?"
    r"(?:gone|missing|removed|taken off|off|fell off)\b"
    r"|\b(?:took|taken|pulled|removed|ripped|unscrewed) (?:off )?(?:the |its |both |all )?"
    r"(?:license |licence )?(?:plates?|tags?)\b(?: off)?"
)
_NONE_AT_ALL = re.compile(  # the whole answer
    r"\W*(?:no|nope|nah|none|nothing|nil|n ?[/.]? ?a\.?|not applicable|(?:(?:no|well)[, ]+)?(?:there|it) (?:was|is|did|does|had|has)"
    r"(?:n't| not| no)(?: have)?(?: got)?(?: any| one| a one)?|never had one"
    r"|(?:(?:no|well|like i said|i (?:just |already )?(?:said|told you)(?: that)?)[, ]+)*(?:(?:they|it|both|both of them)(?:'re"
    r"|'s| are| is| were| was)"
    r"(?: all| both| already)? (?:gone|missing|off|removed|stolen|taken(?: off)?)"
    r"|(?:somebody|someone|they|he|she|who(?:ever)?) (?:took|stole|removed|ripped|unscrewed) (?:them|it|those|both)(?: both| off)?)"
    r"(?:[, ]+(?:like i said|already|too))?)(?:[, ]+(?:sorry|on it|at all|that i (?:saw|know of)))*\W*"
)
_NOT_SEEN = re.compile(
    r"\b(?:could|can|did|do)(?:n't| not) (?:really |even |quite )?(?:make|read|catch|get|see|note|write|look|recall)\b|\bcannot read\b"
)
_THE_REST_IS_LOST = re.compile(
    r"\b(?:something|only (?:got|saw|remember|caught)|(?:part|half|some) of it|the rest|the (?:beginning|first part|start)"
    r"|all (?:it|the note|that|there) (?:says|said|is|shows)|last (?:two|three|four) (?:characters|letters|digits|numbers)"
    r"|all (?:i|he|she|they|we) (?:got|saw|could|remember|have)|i don't (?:remember|know))\b"
)
_GAP = re.compile(r"\b(?:something|some number|some letter|question mark|i didn't get the next)\b|\?", re.I)
_TYPED_LARGE = re.compile(r"\b(?=[A-Z0-9 -]{4,8}\b)[A-Z0-9]{2,}(?:[ -][A-Z0-9]{2,})?\b")  # "it's BRN TRK"
_SIGH = re.compile(
    r"^\W*(?:(?:oh|uh|um|well|ah)[ ,]+)+(?:man|boy|god|gosh|dear|lord|my|no|yeah|jeez)\b", re.I
)  # no zero
_PAID = re.compile(r"\b(?:paid|pays?|costs?|worth|prices?)\b")  # "i paid eighty five for the bag"
_A_DAY = re.compile(r"(?:JAN|FEB|MAR|APR|MAY|JUNE?|JULY?|AUG|SEPT?|OCT|NOV|DEC)\d{1,2}")
_OF_A_DAY = re.compile(
    r"\b(?:last|this|yesterday|tonight|mon|tues|wednes|thurs|fri|satur|sun)(?:day)? ?(?:night|morning|afternoon|evening)\b"
)
_ASIDE = re.compile(r"\([^()]*\)")  # "QVN212 (my old plate was QVN121)"
_FILLERS = re.compile(  # between characters: "c d k let me see four seven one"
    r"(?<![\w'-])(?:(?:and )?then an?(?= (?:\d|one|two|three|four|five|six|seven|eight|nine|zero))|and then|then|and|u+m+"
    r"|u+h+|e+h+|e+r+m*|h+m+|okay|ok|yes|yeah|yep|let me (?:see|check|look)|hang on|hold on"
    r"|i (?:think|believe|guess)(?: it's)?|i tell you already|i (?:already )?told you|i said|like i said|you know|sir|ma'am|hon|honey|dear)"
    r"(?![\w'-])"
)
_CONFIRMED = re.compile(r"\b(?:yes|yeah|yep|right|okay|ok|that's it|that's right|correct|again|once more|so)\b")
_X_RAY = re.compile(r"\bx[ -]ray\b")
_NAME_ON_IT = re.compile(r"\b(?:vanity|custom|personali[sz]ed|says|reads|spells)\b")
# "the first letter was a G"; the A of "my plate is a d f g" is a letter
_AN_ARTICLE = re.compile(
    rf"\b(with(?= a a [a-z]\b)|was|is|with) an? (?=a [a-z]\b|[a-z]\b(?! (?:as in |like )?(?:[a-z]|\d+"
    rf"|{'|'.join((*DIGITS, *TENS, *TEENS))})\b))"
)


@dataclass(frozen=True)
class Plate:
    characters: str
    first: int  # word numbers, inclusive
    last: int
    partial: bool = False


def plate_in(utterance: Utterance, words: Sequence[str], asked: bool, country: str = "US") -> Optional[Plate]:
    """asked: the open question was the plate, so no "plate" need be said. `country` (ISO 3166): whose plates are usual."""
    labels = [i for i, word in enumerate(words) if word in LABELS]
    own = _WRITTEN_IN.get(country)
    if own and (asked or labels) and (plate := _written(utterance, own)):
        return plate
    for i in labels:
        # a state may stand between: "the plate, Colorado, A B C one two three"
        found = next(filter(None, (_spelled(words, k) for k in range(i + 1, min(i + 3, len(words))))), None)
        if found:
            return found
    written = _written(utterance, _WRITTEN) if asked or labels else None
    return written or (next(filter(None, (_spelled(words, i) for i in range(len(words)))), None) if asked else None)


def _spelled(words: Sequence[str], i: int) -> Optional[Plate]:
    partial = any(
        word in _PARTIAL and words[at + 1] not in _OF_TIME for at, word in enumerate(words[:i]) if at >= i - 3
    )
    while i < len(words) and words[i] in _LEADS and not (len(words[i]) == 1 and _spells(words, i + 1)):
        partial, i = partial or words[i] in _PARTIAL, i + 1
    first = i
    out, i = _run(words, i)
    partial = partial or bool(_THE_REST_IS_LOST.search(" ".join(words)))
    if partial and not out and i < len(words) and words[i].isalpha() and len(words[i]) <= 3 and words[i] not in _TALK:
        out, i = words[i].upper(), i + 1  # "partial plate ABC"
    mixed = any(c.isdigit() for c in out) and any(c.isalpha() for c in out)
    if partial:
        return Plate(out, first, i - 1, partial=True) if len(out) in PART else None
    return Plate(out, first, i - 1) if SHORTEST <= len(out) <= LONGEST and mixed else None


def _characters(words: Sequence[str], i: int, before: str) -> Tuple[str, int]:
    """What the word at i adds to a plate; "are", "you" and "see" are letters only between other letters."""
    characters, used = spelled_at(words, i, before)
    together = words[i].isalpha() and 2 <= len(words[i]) <= 3 and words[i] not in _TALK  # "abc" as one word
    if together and not characters and i + 1 < len(words) and (words[i + 1].isdigit() or before):
        return words[i].upper(), 1
    sure = len(words[i]) == 1 or words[i] in SPELLING or words[i] in MULTIPLES or number_at(words, i) or together
    return (characters, used) if before or sure else ("", 0)


def _spells(words: Sequence[str], i: int) -> bool:
    named = words[i : i + 2] in (["as", "in"], ["like", "in"])  # "a as in apple"
    return i < len(words) and (len(words[i]) == 1 or named or words[i] in MULTIPLES or bool(number_at(words, i)))


def _written(utterance: Utterance, forms: re.Pattern[str]) -> Optional[Plate]:
    for found in forms.finditer(utterance.folded):
        characters = re.sub(r"[^a-z0-9]", "", found.group(1))
        letters = re.sub(r"\d", "", characters)
        if SHORTEST <= len(characters) <= LONGEST and letters not in _TALK and letters not in LABELS:
            inside = [i for i, word in enumerate(utterance.words) if found.start() <= word.start < found.end()]
            return Plate(characters.upper(), inside[0], inside[-1])
    return None


def _within_reach(text: str) -> str:
    """Of a text longer than any answer the part where a plate is named, else its beginning: nobody spells one for so long."""
    if len(text) <= LONGEST_ANSWER:
        return text
    named = _NAMED.search(text)
    start = max(0, named.start() - LONGEST_ANSWER // 2) if named else 0
    return text[start : start + LONGEST_ANSWER]


_ONE_PIECE = re.compile(r"\b(?=\w*\d)(?=\w*[a-z])\w{6,}\b", re.I)
_PLATE_IS = re.compile(r"\bplates?\b(?: number)?(?: is|'s|:)?", re.I)


def in_one_piece(text: str) -> Optional[str]:
    """A serial number that was typed as one word: "C02ZK4RXMD6T"; None when there is none."""
    found = _ONE_PIECE.search(text)
    return found[0].upper() if found else None


def named_plate(text: str, country: str = "US") -> Optional[str]:
    """Of a part that speaks of a plate, first what stands behind the word: "a gray 2021 Tacoma plate BWT-L09"; None where it names none."""
    named = _PLATE_IS.search(text)
    if not named:
        return None
    behind = text[named.end() :]
    there = any(character.isdigit() for character in behind)
    return (asked_plate(behind, country) if there else None) or asked_plate(text, country)


def asked_plate(text: str, country: str = "US") -> Optional[str]:
    """The characters in an answer to "what is the plate?"; None when there are none."""
    text = _X_RAY.sub("xray", _within_reach(text))
    parts = spelled_again.parts(text)
    if said_twice := _twice(text) or (parts and _only_spelled(parts[1]) and _mended(*parts)):
        return said_twice
    if _is_something_else(text, country) and not LABELS.intersection(words_of(text)):
        return _before_more(text)
    text = _SIGH.sub(" ", text)
    found = _asked_plate(text, country)
    return None if found and _A_DAY.fullmatch(found) and not LABELS.intersection(words_of(text)) else found


def _before_more(text: str) -> Optional[str]:
    """A whole plate that is spelled first, before what is told of something else: "c a b four four two, fifteen hundred to fix"."""
    words = words_of(fold(text))
    first = next((i for i, word in enumerate(words) if word not in _LEADS or _spells(words, i + 1)), len(words))
    letters = sum(len(word) == 1 and word.isalpha() for word in words[first : first + LONGEST])
    found = _spelled(words, first) if letters > 1 else None
    return (
        found.characters if found and not found.partial and found.first == first < found.last < len(words) - 1 else None
    )


def _asked_plate(text: str, country: str) -> Optional[str]:
    aside = _ASIDE.sub(" ", text)
    if aside != text and (plate := asked_plate(aside, country)):
        return plate
    parts = spelled_again.parts(text)
    if parts and (whole := _mended(*parts)):
        return whole
    plain = " ".join(_FILLERS.sub(" ", fold(text)).split())
    if plain != text and plain != fold(text) and (without := _asked_plate(plain, country)):
        return without
    if gapped := _with_a_gap(text):
        return gapped
    for said in versions(text):
        utterance = heard(_AN_ARTICLE.sub(r"\1 ", fold(said)))
        found = plate_in(utterance, utterance.texts(), True, country) if utterance.words else None
        if found:
            return found.characters
    typed = _TYPED_LARGE.search(text) if text != text.upper() else None
    return re.sub(r"[ -]", "", typed[0]) if typed else None


def _only_spelled(text: str) -> bool:
    words = words_of(fold(text))
    return bool(words) and len(words) <= LONGEST and _run(words, 0)[1] == len(words)


def _twice(text: str) -> Optional[str]:
    """A plate that was spelled, and spelled again: "b r x k four two, bravo romeo x-ray kilo four two"."""
    words = words_of(_FILLERS.sub(" ", re.sub(r"\bright\b", " ", fold(text))))
    for first in range(len(words)):
        out, i = "", first
        while i < len(words) and len(out) <= 2 * LONGEST:
            characters, used = _characters(
                words, i, out or ("-" if len(words[i]) in (2, 3) and words[i] not in _TALK else "")
            )
            if not characters:
                break
            out, i = out + characters, i + used
        half = out[: len(out) // 2]
        mixed = any(c.isdigit() for c in half) and any(c.isalpha() for c in half)
        if mixed and SHORTEST <= len(half) <= LONGEST and out == half * 2:
            return half
    return None


def _with_a_gap(text: str) -> Optional[str]:
    """ "alpha whiskey something six two nine" -> "AW?629": what is known, and where a character is missing."""
    sides = _GAP.split(fold(text)) if _GAP.search(text) else []
    if len(sides) != 2:
        return None
    before, after = (words_of(_AN_ARTICLE.sub(r"\1 ", side)) for side in sides)
    runs = (run[0] for i in range(len(before)) if (run := _run(before, i))[1] == len(before))
    first, (last, _) = next(runs, ""), _run(after, 0)
    known = first + last
    mixed = any(c.isdigit() for c in known) and any(c.isalpha() for c in known)
    return f"{first}?{last}" if first and last and mixed and len(known) < LONGEST else None


def _mended(before: str, after: str) -> Optional[str]:
    """A plate whose end was said again; None where that gives none."""
    words = words_of(_AN_ARTICLE.sub(r"\1 ", _FILLERS.sub(" ", fold(before))))
    after = next((part for part in _CONFIRMED.split(fold(after)) if part.strip()), after)
    runs = (run for i in range(len(words)) if (run := _run(words, i))[1] == len(words))
    characters = put_right(next(runs, ("", 0))[0], _run(words_of(fold(after)), 0)[0]) or ""
    mixed = any(c.isdigit() for c in characters) and any(c.isalpha() for c in characters)
    return characters if mixed and SHORTEST <= len(characters) <= LONGEST else None


def _run(words: Sequence[str], i: int) -> Tuple[str, int]:
    """The characters that are spelled from word i on, and the word after them."""
    out = ""
    while i < len(words) and len(out) <= LONGEST:
        characters, used = _characters(words, i, out)
        if not characters:
            break
        out, i = out + characters, i + used
    return out, i


def has_no_plate(text: str) -> bool:
    """ "no plate", "temp tag", "it had dealer plates", "n/a": nothing that could be written down."""
    text = _within_reach(text)
    said = fold(text)
    return bool(_NONE_AT_ALL.fullmatch(said)) or (
        bool(_NONE.search(said) or _TAKEN_OFF.search(said)) and asked_plate(text) is None
    )


def says_it_is_gone(text: str) -> bool:
    """ "The plates are gone", told by the way."""
    said = fold(_within_reach(text))
    return bool(LABELS.intersection(words_of(said))) and has_no_plate(text)


def behind(text: str) -> str:
    """What is told behind a plate that was spelled first; "" where the answer is the plate alone."""
    said = _within_reach(text)
    words = words_of(fold(said))
    first = next((i for i, word in enumerate(words) if word not in _LEADS or _spells(words, i + 1)), len(words))
    found = _spelled(words, first)
    if found is None:
        return text
    last = [one.end for one in heard(said).words]
    return text[last[found.last] :] if found.last < len(last) and len(last) == len(words) else text


def none_to_tell(text: str) -> bool:
    """There is none, or nobody could read it: "I couldn't make it out"."""
    text = _within_reach(text)
    return has_no_plate(text) or (bool(_NOT_SEEN.search(fold(text))) and asked_plate(text) is None)


def _is_something_else(text: str, country: str) -> bool:
    """A time, an amount or a telephone number."""
    is_a_time, is_money = beside_the_question.is_a_time(text), beside_the_question.is_money(text)
    return is_a_time or is_money or beside_the_question.is_a_phone(text, country)


def on_its_own(text: str, country: str = "US") -> Optional[str]:
    """What asked-for words spell though no plate is like it: a part of one, or a name on one ("SKIBUM"); None for plain words."""
    if len(text.split()) > _MOST_WORDS or len(text) > LONGEST_ANSWER:
        return None
    said = fold(text)
    if _OF_A_DAY.search(said):
        return None
    other = (
        beside_the_question.is_yes_or_no(text)
        or beside_the_question.is_a_time(text)
        or beside_the_question.is_money(text)
        or _PAID.search(said)
    )
    if other or beside_the_question.is_a_phone(text, country):
        return None
    words, characters = words_of(said), characters_in(text)
    alone = _NAME_ON_IT.search(said) or text.strip().isupper()
    told = any(
        (len(word) == 1 and word not in ("a", "i")) or number_at(words, i)
        for i, word in enumerate(words)
        if word != "a"
    )
    plain = any(len(word) > 3 and word.upper() in characters for word in words)  # no word of talk is a part of it
    fits = SHORTEST - 2 <= len(characters) <= LONGEST
    return characters if fits and (alone or (told and not plain)) and len(words) <= _MOST_WORDS else None


_SERIAL = re.compile(
    r"\bserials?(?: numbers?)?(?: (?:is|it's|it is|was|please|also|there|too|number|of it|starts with|stamped))*[ ,:]+(?P<said>.*)$",
    re.I,
)
_SHORTEST_SERIAL = 4


def serial_in(text: str) -> Optional[str]:
    """ "E4417" of "serial number please e four four one seven did you write it"; None where none is read out."""
    named = _SERIAL.search(text)
    return serial_told(named["said"]) if named else None


def serial_told(text: str) -> Optional[str]:
    """The longest run of letters and figures that is read out, the last where it is said again; None where none is one."""
    for said in versions(text):
        words = words_of(_FILLERS.sub(" ", fold(said)))
        best, i = "", 0
        while i < len(words):
            out, at = "", i
            while at < len(words):
                characters, used = _characters(words, at, out)
                if not characters:
                    break
                out, at = out + characters, at + used
            best, i = (out if len(out) > len(best) else best), max(at, i + 1)
        if len(best) >= _SHORTEST_SERIAL and any(one.isdigit() for one in best):
            return best
    return None


def characters_in(text: str) -> str:
    """Letters and digits of a serial number, spelled out or written as it is; "" for plain words."""
    words = words_of(text)
    out, i, passed_over = "", 0, 0
    while i < len(words):
        characters, used = spelled_at(words, i, out)
        passed_over += not used
        out, i = out + characters, i + max(used, 1)
    written = re.sub(r"[^A-Za-z0-9]", "", text).upper()
    return out if out and (not passed_over or len(words) > 4) else written
