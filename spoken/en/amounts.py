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
from spoken.utterance import fold, squeezed
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
_SO = re.compile(
    r"\b(?:so|makes|comes to|adds up to|equals|call it)\b[^,;]*$"
)  # "... 390 each, so 1260": the last is the sum
_SO_MANY = re.compile(  # "she'll be eighty four in january so eighty three"
    r"\b(?:so|but (?:i think|maybe|really|probably|only))"
    r"(?: (?:that's|that makes|that is|it's|he's|she's|they're|i guess|about|maybe|like))*"
    r" (?=(?:\d|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\w+teen|\w+ty)\b)"
)
_ROUGH_NUMBERS = {"couple": 2.0, "both": 2.0, "few": 3.0, "dozen": 12.0, "single": 1.0, "nobody": 0.0}
_PUT = re.compile(
    r"\b(?:put|put down|write down|go with|leave it at)(?: it (?:at|as|down as))? (?=[$£€\d]|\w+(?:teen|ty|red)\b|an? )"
)
_EACH = re.compile(  # "two at 200 each", "2 x 150"
    rf"\b(?P<many>{_SMALL_NUMBER}|\d\d?) (?:[a-z]+ )?(?:at|for|x|times|by)"
    r" (?P<rest>(?:(?!and |plus )[^,;])+?) (?:each|apiece|a piece|per piece)\b"
)
_EACH_ONE = re.compile(r"\b(?:each|apiece|a piece)\b")
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
_RATHER = re.compile(  # at the end: "two hundred for the window, i guess two twenty"
    r"(?<=\w)[, ]+(?:(?:(?:no|well|or) )?(?:i guess|more like|closer to|i'd say|make that|actually)|(?:well "
    r"|oh )?no(?: no)?)(?: (?:about|around|like|it's|maybe))* "
    r"(?=(?:[$£€\d]|(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\w+teen|\w+ty|a)"
    r" (?:hundred|thousand|grand|\w+ty|\w+teen)\b)"
    r"[\w$£€.,' ]{0,30}$)"
)
_BESIDE_IT = re.compile(  # what a thing held: "the purse was thirty dollars but there was sixty in it"
    r"\b(?:there was|it had|had|with|plus|and)(?: (?:about|like|maybe|around|another))* (?=[$£€\d]|\w)(?P<held>[\w$£€.,' ]{1,40}?)"
    r" (?:in (?:it|there|cash)|(?:in )?cash(?: in it)?|inside(?: it)?)\b"
)
_OF_THE_THING = re.compile(r"\bfor (?:the|my|our|it|that)(?: \w+){0,3}? (?:and|but|plus)\b")
_SHARED_HUNDREDS = re.compile(  # "four hundred for the stroller and two for the seat"
    r"(?<=hundred)(?P<first> for (?:\w+ ){1,4}(?:and|plus) (?:like |about |maybe )?)"
    rf"(?P<many>{_SMALL_NUMBER})(?= for (?:the|my|our|his|her|a)\b)"
)
_BELOW_NOTHING = re.compile(
    r"\W*(?:its |it is |it's )?(?:minus|negative)\b|\s*[-−][$£€]?\d|.*\b\d+e[+-]?\d", re.IGNORECASE | re.DOTALL
)
_SLIPS = (  # as people type
    (re.compile(r"\bhund(?:ered|red?d|erd|rd|redd|o)s?\b"), "hundred"),
    (re.compile(r"\bth(?:ousend|ousnd|ousan|ousands|ouand|usand|ou)\b"), "thousand"),
    (re.compile(r"\bdol(?:ars?|lers?|ers?)\b"), "dollars"),
    (re.compile(r"(?<=\d) , (?=\d{3}\b)"), ","),
)
_BETWEEN = word_set("some something odd or so us")  # "two hundred some dollars"
_COUNTED = word_set(
    "year years yr yrs month months week weeks day days hour hours minute minutes inch inches percent speed door people"
)
_SHORT_OF_ONE = ("a", "an")
_PAID = re.compile(r"\b(?:paid|pay|cost|bought|spent|new|quoted)\b")
_BY_NOW = re.compile(  # "I paid 5,200 but it's two years old so say 3,800 now"
    r"\b(?:so|i'd say|i would say|but (?:\w+ ){0,4}?(?:it's|it is|it'll be|that's|they're)(?: (?:\w+ ){0,2}?(?:worth"
    r"|going to be|gonna be))?"
    r"|but(?: \w+){0,3}? (?:say|worth)|but(?: \w+){0,4}? now|(?:probably|maybe|only|still) worth)\b"
)
_NOW_AT_LAST = re.compile(r"\b(?:now|today|these days|by now|nowadays|used)\W*$")
_COUNTED_ALREADY = re.compile(  # "that's included in the forty two hundred": of what is asked for nothing is told
    r"\b(?:included? (?:already )?(?:in|with)|counted (?:(?:it|that|them|this) )?(?:already )?(?:in|with)|already (?:counted|included)"
    r"|(?:part of|already in|(?:that|it)(?:'s| is| was)(?: all)? in) (?:the|that|those|my)(?= (?:total|[$£€\d]|(?:a|one|two|three"
    r"|four|five|six|seven|eight|nine|ten|eleven|twelve|\w+teen|\w+ty)\b)))"
)
_OF_IT_ALL = re.compile(  # before its amount: "everything maybe forty two hundred"
    r"\b(?:everything|every bit of it|all of (?:it|that|them)|all together|altogether|together|in total|in all|overall|combined"
    r"|(?:the )?(?:whole|full) (?:thing|lot|bunch)|the lot|total)"
    r"(?: (?:together|combined|is|was|it's|that's|comes to|would be|i'd say|i would say|i say|maybe|about|around|like|probably|more|i"
    r"|think|guess|of|to))*"
    r" (?=[$£€\d]|(?:a|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\w+teen|\w+ty)\b)"
)


@dataclass(frozen=True)
class _Found:
    value: float
    sure: bool  # a currency stands beside it


def amount_in(text: str, currency: str = "USD") -> Optional[Amount]:
    """The amount that is meant, in the currency's whole unit; None when there is none. `currency`: ISO 4217."""
    money = CURRENCIES.get(currency, _DOLLARS)
    if counted_already(text):
        return None
    if (now := _by_now(text, money)) is not None:
        return now
    if (held := _with_what_it_held(text, money)) is not None:
        return held
    wished = _PUT.search(fold(text)) or _RATHER.search(
        fold(text)
    )  # "six fifty new, maybe four hundred now, put four hundred"
    for said in (text[wished.end() :], text) if wished and len(fold(text)) == len(text) else versions(text):
        whole = _RANGE.sub(r"\1 \3 to \2 \3", _spelled_right(said))
        found = _all(_tokens(whole), money)
        if len(found) > 1 and (together := in_all(whole, money)) is not None:
            return _plain(together)
        if found:
            return _plain(next((one for one in found if one.sure), found[0]).value)
    return 0 if _NOTHING.search(fold(text)) else None


def counted_already(text: str) -> bool:
    """ "That's included in the forty two hundred": the amount is another's."""
    said = fold(text)
    found = _COUNTED_ALREADY.search(said)
    return found is not None and not _all(_tokens(said[: found.start()]), _DOLLARS)


def _by_now(text: str, money: Currency) -> Optional[Amount]:
    """What a thing is worth after what it cost: "I paid 900 for it but now it's maybe 400"."""
    said = _spelled_right(text)
    for cue in _BY_NOW.finditer(said):
        before, after = said[: cue.start()], said[cue.end() :]
        if _PAID.search(before) and _all(_tokens(before), money) and (found := _all(_tokens(after), money)):
            return _plain(found[-1 if _IN_ALL.search(after) else 0].value)
    found = _all(_tokens(said), money)
    last = _NOW_AT_LAST.search(said)
    return _plain(found[-1].value) if last and len(found) > 1 and _PAID.search(said) else None


def _with_what_it_held(text: str, money: Currency) -> Optional[Amount]:
    """What a thing is worth and the money that was in it; None where nothing is told of such money, or of the sum."""
    said = _spelled_right(text)
    found = _BESIDE_IT.search(said)
    if found is None or _SO.search(said) or _IN_ALL.search(said):
        return None
    if own := _OF_THE_THING.search(said):  # "a hundred and fifty for the wallet and there was sixty in it"
        priced = _all(_tokens(said[: own.start()]), money)
        return _plain(priced[-1].value) if priced else None
    before, held = _all(_tokens(said[: found.start()]), money), _all(_tokens(found["held"]), money)
    return _plain(before[-1].value + held[-1].value) if len(before) == 1 and len(held) == 1 else None


def below_nothing(text: str) -> bool:
    """ "minus 5", "-$20" and "1e9": nothing is worth less than nothing, and what a machine writes is not what somebody said."""
    return bool(_BELOW_NOTHING.match(text))


def _spelled_right(said: str) -> str:
    said = fold(said)
    for slip, right in _SLIPS:
        said = slip.sub(right, said)
    return _SHARED_HUNDREDS.sub(r"\g<first>\g<many> hundred", said)


def names_several(text: str, currency: str = "USD") -> bool:
    """Amounts of several things, or of one thing several times: "compressor 480, nailers 390 each, so 1260"."""
    money = CURRENCIES.get(currency, _DOLLARS)
    said = _spelled_right(text)
    return len(_all(_tokens(said), money)) > 1 and in_all(said, money) is not None


def in_all(said: str, money: Currency) -> Optional[float]:
    """What several things are worth that each have their own amount, or what they are said to be worth together."""
    largest = max((one.value for one in _all(_tokens(said), money)), default=0.0)
    if (at_last := _SO.search(said)) and (found := _all(_tokens(at_last[0]), money)) and found[-1].value >= largest:
        return found[-1].value
    of_all = _OF_IT_ALL.search(said)
    behind = said[of_all.end() :] if of_all else ""
    if (found := _all(_tokens(behind), money)) and not _EACH_ONE.search(behind) and found[0].value >= largest:
        return found[0].value
    each_one = _EACH.search(said)
    if each_one and (price := _all(_tokens(each_one["rest"]), money)) and (many := number_in(each_one["many"])):
        return float(many) * price[0].value
    parts = [part for part in _PARTS.split(said) if part and part.strip()]
    each = [_all(_tokens(part), money) for part in parts]
    for part, found in zip(parts, each):
        at = _IN_ALL.search(part)
        if found and at:
            before = _all(_tokens(part[: at.start()]), money)  # "nine sixty total three twenty each"
            return before[-1].value if before else (next((one for one in found if one.sure), found[-1])).value
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


_PAID_FOR_IT = re.compile(
    r"\b(?:paid|pays?|cost|costs|worth|valued at|(?:bought|got) (?:it|them|that|this|these) (?:new )?for)\b"
    r"(?: (?:me|us|about|like|around|maybe|over|almost|nearly|probably|something like|a good))*(?P<sum>(?: [\w$£€.,'-]+){1,6})",
    re.I,
)


def paid_in(text: str, currency: str = "USD") -> Optional[Amount]:
    """The price that a description names by the way: "I paid like fifty two hundred for it"; None where several are named."""
    found = [amount_in(one["sum"], currency) for one in _PAID_FOR_IT.finditer(fold(text))]
    prices = {price for price in found if price}
    return prices.pop() if len(prices) == 1 else None


_REPAIR = re.compile(
    r"(?P<sum>(?:[\w$£€,.'-]+ ){1,5})(?:to (?:fix|repair|replace|get (?:it )?fixed)|(?:of|in|worth of) damages?|for (?:the "
    r"|a )?repairs?)\b",
    re.I,
)
_REPAIR_SAID = re.compile(
    r"[ ,]+(?:(?:like|about|around|maybe|probably|roughly|it's|that's|it'll be|and|costs?)[ ,]+)*(?:[\d$£€,.]+"
    r"|(?:an? )?(?:hundred|thousand|grand|couple|few"
    r"|(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\w+teen|\w+ty)(?:[ -]\w+){0,3}?)(?: (?:hundred|thousand"
    r"|grand))?)"
    r" (?:bucks |dollars )?(?:to (?:fix|repair|replace|get (?:it )?fixed)|(?:of|in|worth of) damages?|for (?:the |a )?repairs?)\b",
    re.I,
)


def repair_in(text: str, currency: str = "USD") -> Optional[Amount]:
    """ "Fifteen hundred" of "the door's smashed in, like fifteen hundred to fix"."""
    found = _REPAIR.search(text)
    return amount_in(found["sum"], currency) if found else None


def without_repair(text: str) -> str:
    """ "The door's smashed in" of the same; as it is where nothing else would be left."""
    rest = _REPAIR_SAID.sub("", squeezed(text)).strip(" ,.")
    return rest if re.search(r"\w{3}", rest) else text


def of_each(text: str, currency: str = "USD") -> Optional[Amount]:
    """The sum of what several things are worth, each named with its price: "shoes 120 and a coffee grinder like 85"."""
    parts = [_WHICH.sub("", part) for part in _NEXT_THING.split(text)]
    prices = [price for part in parts if (price := amount_in(part, currency))]
    return sum(prices) if len(parts) > 1 and len(prices) == len(parts) and not _TAKEN_BACK.search(text) else None


_WHICH = re.compile(r"^\W*(?:the )?(?:one|first|second|other)(?: one)?\b", re.I)
_NEXT_THING = re.compile(
    r"[,;]?\s+and (?=(?:the|my|a|an|another|her|his|our) [a-z]+)(?!(?:a (?:half|quarter|bit|few|couple)))", re.I
)
_TAKEN_BACK = re.compile(
    r"\b(?:no|not|wait|actually|sorry|or|maybe more|between|used to|paid|new|now|total|altogether|all together|instead)\b",
    re.I,
)


def number_in(text: str) -> Optional[Amount]:
    """How many: the first number in the text; None when there is none."""
    for said in versions(text):
        told = fold(said)
        summed_up = _SO_MANY.search(told)
        for part in [told[summed_up.end() :], told] if summed_up else [told]:
            tokens = _tokens(part)
            quantities = (_dozens_at(tokens, i) or _quantity_at(tokens, i) for i in range(len(tokens)))
            found = next((quantity for quantity in quantities if quantity is not None), None)
            if found is not None:
                return _plain(found)
    return 0 if _NOTHING.search(fold(text)) else None


def _quantity_at(tokens: List[Token], i: int) -> Optional[float]:
    found = cardinal_at(tokens, i)
    return found[0] if found else _ROUGH_NUMBERS.get(tokens[i].text)


def _dozens_at(tokens: List[Token], i: int) -> Optional[float]:
    """ "half a dozen", "two dozen"."""
    if _is(tokens, i, {"half"}) and (_is(tokens, i + 1, {"dozen"}) or _is(tokens, i + 2, {"dozen"})):
        return 6
    found = cardinal_at(tokens, i)
    return found[0] * 12 if found and _is(tokens, i + found[1], {"dozen"}) else None


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
    if _is(tokens, at, {"figures", "figure"}) or (_is(tokens, at, _COUNTED) and tokens[i].text not in _SHORT_OF_ONE):
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
