"""Amounts of money out of what people say or type: "two grand", "a buck fifty", "half a million", "$1,200.50". Pure.

Numbers are read where they stand; the one beside a word or sign of a currency counts before others ("my 2 phones were
900 dollars").
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Dict, FrozenSet, List, Optional, Tuple, Union

from spoken.en.cardinals import Token, cardinal_at
from spoken.en.corrections import versions
from spoken.utterance import fold
from spoken.word_sets import word_set

Amount = Union[int, float]


@dataclass(frozen=True)
class Currency:
    major: FrozenSet[str]  # words and signs that mean the whole unit
    minor: FrozenSet[str]  # its hundredth
    coins: Tuple[Tuple[str, int], ...] = ()  # words that are an amount of themselves


_DOLLARS = Currency(word_set("$ dollar dollars buck bucks usd us$"), word_set("cent cents ¢ c penny pennies"))
CURRENCIES: Dict[str, Currency] = {
    "USD": _DOLLARS,
    "CAD": Currency(_DOLLARS.major | {"cad"}, _DOLLARS.minor),
    "AUD": Currency(_DOLLARS.major | {"aud"}, _DOLLARS.minor),
    "GBP": Currency(
        word_set("£ pound pounds quid gbp"), word_set("p penny pence pennies"), (("fiver", 5), ("tenner", 10))
    ),
    "EUR": Currency(word_set("€ euro euros eur"), word_set("cent cents c")),
}
_TOKEN = re.compile(r"\d+(?:[.,' ]\d+)*|\.\d+|us\$|[$£€¢]|[a-z]+(?:'[a-z]+)?")
_GROUPED = re.compile(r"(\d{1,3}(?:([.,' ])\d{3})(?:\2\d{3})*)(?:[.,](\d{1,2}))?")
_DECIMAL = re.compile(r"(\d*)[.,](\d{1,2})")
_NOTHING = re.compile(r"\b(?:nothing|none(?! of (?:your|my))|free|no money|didn't cost|not a (?:cent|penny|dime))\b")
_SMALL_NUMBER = r"(?:one|two|three|four|five|six|seven|eight|nine|ten|\d)"
_RANGE = re.compile(rf"\b(?:between )?({_SMALL_NUMBER}) (?:and|to|or) ({_SMALL_NUMBER}) (hundred|thousand|grand)\b")
_PARTS = re.compile(r"[,;]|\b(?:and|plus|then)\b|(?<=[a-z]) (?=(?:another )?\d+ for\b)")
_IN_ALL = re.compile(r"\b(?:total|altogether|all together|in all|overall|combined|all of it)\b")
_ACTS = re.compile(r"\b(?:i|he|she|they|we|it|you)\b")  # "he wanted five thousand and i paid five hundred"
_NO_THING = (
    r"about|maybe|around|like|say|over|almost|roughly|probably|somewhere|between|three|seven|eight|forty|fifty|sixty|thirty|twenty|ninety"
    r"|hundred|thousand|seventy|eighty|another|dollars|bucks|just|only"
)
_THING = re.compile(  # what an amount is of: "for the laptop", "the ring", "purse"
    r"\bfor (?:the|my|our|his|her|a|each|every|both)\b"
    rf"|^\s*(?:(?:about|maybe|say|like) )*(?:(?:the|my|our|a|each) )?(?!{_NO_THING})[a-z]{{3,}}"
    r" (?:(?:was|were|is|are|cost|about|around|maybe|like|worth|for) )*"
    r"(?:\$|\d|one|two|three|four|five|six|seven|eight|nine|ten|twelve|fif|twen|thir|for|a hundred)"
)
_SLIPS = (  # as people type
    (re.compile(r"\bhund(?:ered|red?d|erd|rd|redd|o)s?\b"), "hundred"),
    (re.compile(r"\bth(?:ousend|ousnd|ousan|ousands|ouand|usand|ou)\b"), "thousand"),
    (re.compile(r"\bdol(?:ars?|lers?|ers?)\b"), "dollars"),
    (re.compile(r"(?<=\d) , (?=\d{3}\b)"), ","),
)
_BETWEEN = word_set("some something odd or so us")  # "two hundred some dollars"


@dataclass(frozen=True)
class _Found:
    value: float
    sure: bool  # a currency stands beside it


def amount_in(text: str, currency: str = "USD") -> Optional[Amount]:
    """The amount that is meant, in the currency's whole unit; None when there is none. `currency`: ISO 4217."""
    money = CURRENCIES.get(currency, _DOLLARS)
    for said in versions(text):
        whole = _RANGE.sub(r"\1 \3 to \2 \3", _spelled_right(said))
        found = _all(_tokens(whole), money)
        if len(found) > 1 and (together := _of_several(whole, money)) is not None:
            return _plain(together)
        if found:
            return _plain(next((one for one in found if one.sure), found[0]).value)
    return 0 if _NOTHING.search(fold(text)) else None


def _spelled_right(said: str) -> str:
    said = fold(said)
    for slip, right in _SLIPS:
        said = slip.sub(right, said)
    return said


def _of_several(said: str, money: Currency) -> Optional[float]:
    """What several things are worth that each have their own amount, or what they are said to be worth together."""
    parts = [part for part in _PARTS.split(said) if part and part.strip()]
    each = [_all(_tokens(part), money) for part in parts]
    for part, found in zip(parts, each):
        if found and _IN_ALL.search(part):
            return (next((one for one in found if one.sure), found[-1])).value
    if len(parts) < 2 or not all(each) or not all(_THING.search(part) for part in parts) or _ACTS.search(said):
        return None
    return sum(next((one for one in found if one.sure), found[0]).value for found in each)


def only_price_in(text: str, currency: str = "USD") -> Optional[Amount]:
    """The amount of a story that names one, with its currency beside it; None when it names none, or several."""
    money = CURRENCIES.get(currency, _DOLLARS)
    for said in versions(text):
        sure = {one.value for one in _all(_tokens(fold(said)), money) if one.sure}
        if sure:
            return _plain(sure.pop()) if len(sure) == 1 else None
    return None


def number_in(text: str) -> Optional[Amount]:
    """How many: the first number in the text; None when there is none."""
    for said in versions(text):
        tokens = _tokens(fold(said))
        found = next((one for i in range(len(tokens)) if (one := cardinal_at(tokens, i) or _rough_at(tokens, i))), None)
        if found:
            return _plain(found[0])
    return 0 if _NOTHING.search(fold(text)) else None


def _rough_at(tokens: List[Token], i: int) -> Optional[Tuple[float, int]]:
    rough = {"couple": 2, "few": 3, "dozen": 12, "single": 1, "nobody": 0}.get(tokens[i].text)
    return (rough, 1) if rough is not None else None


def _tokens(folded: str) -> List[Token]:
    """Words and written numbers; "1.200,50", "1,200.50" and "4 500" are one number."""
    out: List[Token] = []
    for found in _TOKEN.finditer(folded.replace("-", " ")):
        text = found.group(0)
        out += _written(text) if text[0].isdigit() or text[0] == "." else [Token(text)]
    return out


def _written(text: str) -> List[Token]:
    grouped, decimal = _GROUPED.fullmatch(text), _DECIMAL.fullmatch(text)
    if grouped:
        whole = re.sub(r"\D", "", grouped[1])
        return [Token(text, float(f"{whole}.{grouped[3] or 0}"))]
    if decimal:
        return [Token(text, float(f"{decimal[1] or 0}.{decimal[2]}"))]
    return [Token(part, float(part)) for part in re.findall(r"\d+", text)]


def _all(tokens: List[Token], money: Currency) -> List[_Found]:
    found, i = [], 0
    coins = dict(money.coins)
    while i < len(tokens):
        word = tokens[i].text
        if word in coins:
            found.append(_Found(coins[word], True))
        one = _amount_at(tokens, i, money)
        if one:
            found += [one[0]] if one[0] else []
            i += one[1]
        else:
            i += 1
    return found


def _amount_at(tokens: List[Token], i: int, money: Currency) -> Optional[Tuple[Optional[_Found], int]]:
    """The amount that starts at i and how many words it takes; (None, n) for a number that is no amount ("five figures")."""
    number = cardinal_at(tokens, i)
    if number is None:
        return None
    value, used = number
    before = tokens[i - 1].text if i else ""
    at = i + used
    while at < len(tokens) and tokens[at].text in _BETWEEN and any(_is(tokens, at + k, money.major) for k in (1, 2)):
        at += 1
    if _is(tokens, at, {"figures", "figure"}):
        return None, at + 1 - i
    if _is(tokens, at, money.minor):
        return _Found(value / 100, True), at + 1 - i
    if not _is(tokens, at, money.major):
        if tokens[i].text == "one" and used == 1 and i:  # "the red one"
            return None, 1
        return _Found(value, before in money.major), used
    rest, more = _cents_at(tokens, at + 1, money)
    return _Found(value + rest, True), at + 1 + more - i


def _cents_at(tokens: List[Token], i: int, money: Currency) -> Tuple[float, int]:
    """ "(and) ninety nine (cents)" after the whole unit, as a part of it, and how many words that takes."""
    joined = _is(tokens, i, {"and"})
    at = i + joined
    if _is(tokens, at, {"a"}) and (part := {"half": 0.5, "quarter": 0.25}.get(_text(tokens, at + 1))):
        return part, joined + 2
    found = cardinal_at(tokens, at) if at < len(tokens) else None
    if not found or found[0] >= 100 or found[0] != int(found[0]):
        return 0, 0
    named = _is(tokens, at + found[1], money.minor)
    if named or (not joined and found[0] >= 10):
        return found[0] / 100, joined + found[1] + named
    return 0, 0


def _text(tokens: List[Token], i: int) -> str:
    return tokens[i].text if 0 <= i < len(tokens) else ""


def _is(tokens: List[Token], i: int, words: Union[FrozenSet[str], set[str]]) -> bool:
    return _text(tokens, i) in words


def _plain(number: float) -> Amount:
    return int(number) if number == int(number) else round(number, 2)
