"""People of whom nobody knows how they are: who don't answer, are locked in, are afraid; danger that is only not there yet. Pure."""

from __future__ import annotations

import re

from spoken.en.plain_words import plain_words

_OUT_OF_SIGHT = re.compile(
    r"\b(?:(?:is|are|was) not|not|never|will not|does not|do not|did not|has not|have not|will not even)"
    r" (?:been |really |even |even been )?(?:answer\w*|respond\w*|mov(?:e|es|ed|ing)|open(?:ed|ing)? (?:the|her|his|their|up)"
    r"|pick(?:ed|ing)? up|come out|came out|coming out|(?:been )?seen|talk(?:ing|ed)?|say(?:ing)? anything|react\w*|wak\w+)"
    r"|\bno (?:answer|response|reply|sound|sign of (?:her|him|them|life))\b"
    r"|\b(?:locked|barricaded|shut) (?:himself|herself|themselves|themself|in|inside)\b"
    r"|\b(?:have not|has not|did not|nobody|no one)(?: has| have)? (?:seen|heard from|saw|heard)(?: from)? (?:her|him|them)\b"
    r"|\b(?:can not|could not) (?:reach|wake|see|hear|get (?:a )?hold of|find) (?:her|him|them)\b"
    r"|\b(?:mail|newspapers?|papers|packages) (?:is |are )?(?:piling|piled|lying|stacking)\b"
    r"|\busually (?:answers|opens|comes)\b"
)
_AFRAID = re.compile(
    r"\b(?:i am|we are|she is|he is|they are|i feel|just|so|too|really|kind of|kinda|sort of|a little|pretty)"
    r" (?:(?:just|so|really|too|a little|a bit|pretty|kind of|kinda) )*"
    r"(?:scared|frightened|terrified|afraid(?! so| not| i| that| we| of (?:the|a) (?:fine|ticket))|spooked|freaked out|shaking)\b"
)
_NOT_YET = re.compile(r"\b(?:not|nobody|no one)(?: (?:hurt|in danger|is|are|really|quite))* yet\b")


def nobody_answers(words: str) -> bool:
    """ "She's not answering", "I knocked twice, her mail is piling up"."""
    return bool(_OUT_OF_SIGHT.search(plain_words(words)))


def is_afraid(words: str) -> bool:
    """ "I'm not hurt, I'm scared": who is afraid is not sent on as if nobody were in danger."""
    return bool(_AFRAID.search(plain_words(words)))


def not_yet(words: str) -> bool:
    """ "Well no, not yet": no danger that may come any moment is denied."""
    return bool(_NOT_YET.search(plain_words(words)))
