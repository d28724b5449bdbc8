"""When a conversation is over for somebody: a goodbye, and what people say when they need nothing else. Pure."""

from __future__ import annotations

import re

from spoken.en.plain_words import plain_words

_BYE = (
    r"(?:good ?)?bye(?: bye)?|good ?night|farewell|so long|take care(?: of yourself)?|see (?:you|ya)(?: later| soon| around)?"
    r"|(?:talk|speak) to you (?:later|soon)|catch you later|later|(?:you )?have (?:a|yourself a) (?:\w+ )?(?:day|night"
    r"|evening|one|week|weekend)"
    r"|(?:you|you too) have a \w+ one|god bless(?: you)?|(?:i )?(?:have to|got to|gotta|need to|must) (?:go|run|hang up)"
    r"|hang(?:ing)? up(?: now)?"
    r"|(?:i )?(?:have )?got to go|i am (?:leaving|done|off|all set|going now)|we are done|that (?:is|will be"
    r"|would be) (?:it|all|everything)(?: for (?:now|today|me))?"
    r"|(?:that |all )?(?:i|we) (?:need|needed|wanted)(?: to know)?|(?:i am|we are|you are)? ?all (?:set|done|good)|end (?:the )?call"
    r"|that (?:does|did) it"
)
_CONTENT = (
    r"ok|okay|fine|great|good|perfect|cool|alright|all right|awesome|wonderful|excellent|lovely|nice|sounds good|got it|very well"
    r"|thanks?|thank you|thank ?you|thx|cheers|(?:i )?appreciate (?:it|that)|(?:thanks|thank you) (?:so much|very much"
    r"|a lot|a bunch|again|for (?:your|the) (?:help|time))"
    r"|(?:i am|we are|it is|that is) (?:okay|ok|fine|good|alright|great|perfect)|(?:you have|you were) (?:been )?(?:very "
    r"|so )?(?:helpful|kind)"
    r"|(?:i|we) do not (?:need|want) any ?(?:thing|help)(?: (?:else|more|anymore|any more|after all))?"
    r"|no(?:pe)?|nah|nothing(?: else| more)?|nothing (?:that )?i can think of|not (?:really|right now|now|today"
    r"|at (?:this|the) (?:time|moment))|no more|none"
    r"|that (?:was|is) (?:very |really |so )?(?:helpful|kind)|you(?: too| as well)|so much|very much|a lot|again"
    r"|for (?:now|today)|sir|ma am|officer|dear"
    r"|please|oh|well|um+|uh+|and|then|yes|yeah|so|just|i think(?: so)?|i guess|really|right|the"
)
_OVER = re.compile(rf"(?:(?:{_BYE}|{_CONTENT})(?: |$))+$")
_SAID_BYE = re.compile(rf"(?:^| )(?:{_BYE})(?= |$)")
_OPEN = re.compile(
    r"(?:(?:yes|yeah|oh|well|um+|uh+|and|so|just|please|the|really|then|right|again|i think(?: so)?|i guess|you|sir|ma am|officer"
    r"|dear)(?: |$))+$"
)
_GIVEN_UP = re.compile(
    r"^(?:(?:oh|ok|okay|well|you know what|just|no|um+|uh+|ugh|then) )*(?:forget (?:it|this|that|about it)|never ?mind|leave it)\b"
    r"(?P<solved> (?:i|we) (?:just )?(?:figured (?:it|that) out|found (?:it|him|her|them)|got it|have it|solved it)"
    r"| (?:i will|ill|i am going to|let me|we will)(?: just)? (?:google(?: it| that)?|look (?:it|that) up|ask \w+|figure it out"
    r"|call (?:them|back|later|again|tomorrow|somebody else|someone else)|go (?:there|online)|try (?:later|again|online|tomorrow)"
    r"|do (?:it|that) (?:myself|later|online|tomorrow)|find (?:it|out)(?: myself)?)(?: (?:myself|instead|later|then|online))*"
    r"| it is (?:fine|ok|okay|solved|sorted))?"
)
_LAST_WORD_IS_BYE = re.compile(
    r"(?:^| )(?:good ?)?bye(?: bye)*(?: (?:now|then|thanks?|thank you|thx|please|sir|ma am|dear|all))*$"
)
_OF_ANOTHER_GOODBYE = re.compile(  # told, or to others: "she left a note saying goodbye", "I just want to say goodbye"
    r"\b(?:say|says|saying|kiss\w*|wav\w+|wrote|writ\w+|notes?|letter|texted|posted|messaged?|told|tell\w*|her|his|their|the|a|my|our|to"
    r"|(?:he|she|they|everyone|somebody|someone) said)(?: \w+){0,3} (?:good ?)?bye\b"
)
_NOTHING = re.compile(
    r"^(?:(?:oh|uh+|um+|what|well|ok|okay|so|and) )*(?:no(?:pe)?|nah|nothing|never ?mind|forget (?:it|that))\b"
)
_ONLY_THAT = re.compile(
    r"(?:(?:no|nope|nah|it is|it was|that is) )*(?:just|only) (?:the|that|this|my|those|these) (?:one )?\w+(?: (?:part|thing|one))?$"
)
MOST_WORDS = 14


def says_goodbye(words: str) -> bool:
    """A goodbye in so many words, and nothing that still wants an answer: "okay, that's all, thank you. Bye"."""
    plain = plain_words(words)
    return _is_over(plain) and bool(_SAID_BYE.search(plain))


def wants_nothing_else(words: str) -> bool:
    """What answers "is there anything else?" for somebody who is content: "ok", "that's it", "great, thanks", "no, I'm good"."""
    return _is_over(plain_words(words))


def only_that(words: str) -> bool:
    """ "No, just the tires", "only the passport", to "is there anything else?": what was told is all."""
    return bool(_ONLY_THAT.match(plain_words(words)))


def names_goodbye(words: str) -> bool:
    """A word of goodbye stands in it, whatever else is said: "okay bye now", "listen, I gotta run"."""
    return bool(_SAID_BYE.search(plain_words(words)))


def leaves(words: str) -> bool:
    """The last word is a goodbye, whatever came before it: "no bye", "that's dumb, no goodbye", "what no I said goodbye"."""
    plain = plain_words(words)
    return bool(_LAST_WORD_IS_BYE.search(plain)) and not _OF_ANOTHER_GOODBYE.search(plain)


def wants_none_of_it(words: str) -> bool:
    """A goodbye that begins with a no: "nothing bye", "no thanks, bye". Nothing that still waits is to be asked about."""
    return leaves(words) and bool(_NOTHING.match(plain_words(words)))


def gives_up(words: str) -> bool:
    """ "Just forget it, bye": given up and a goodbye in one; "forget it" alone is none."""
    plain = plain_words(words)
    rest = _GIVEN_UP.sub("", plain, count=1).strip()
    return rest != plain and says_goodbye(rest)


def needs_nothing_after_all(words: str) -> bool:
    """ "Never mind, I don't need anything": given up, and content; to be asked once more."""
    plain = plain_words(words)
    rest = _GIVEN_UP.sub("", plain, count=1).strip()
    found = _GIVEN_UP.match(plain)
    settled = bool(found and found["solved"]) and not rest  # "forget it, I'll google"
    return rest != plain and (settled or _is_over(rest))


def _is_over(plain: str) -> bool:
    short = 0 < len(plain.split()) <= MOST_WORDS
    return short and bool(_OVER.match(plain)) and not _OPEN.match(plain)
