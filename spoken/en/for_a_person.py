"""Who names a person in a few words, whatever else they say: for a line that cannot ask its bot just now. And who gives the
telephone to somebody beside them. Pure.

While nobody can be asked, a person too many is the smaller fault; with a bot, spoken/en/choices.wishes_person decides.
"""

from __future__ import annotations

import re

from spoken.en.plain_words import plain_words

MOST_WORDS = 8  # a story that mentions a person is no wish for one
_PERSON = re.compile(r"\b(?:person|operator|human|agent|representative|call.?taker)\b", re.IGNORECASE)
_ANOTHER = (
    r"(?:my|his|her|our|the) (?:(?:big|little|older|elder|grand|step|baby|foster|real) ?)?(?:mom|mommy|mama|momma|mother|mum|dad|daddy|papa"
    r"|father|parents?|grandma|granny|grandmother|grandpa|grandfather|aunt|auntie|uncle|brother|sister|sis|son|daughter|husband|wife|partner"
    r"|boyfriend|girlfriend|fianc\w+|friend|roommate|neighbou?r|boss|manager|teacher|nurse|caregiver|cousin|nephew|niece)|mom|mommy|dad|daddy|grandma"
)
_HANDS_OVER = re.compile(
    r"(?:(?:um+|uh+|ok|okay|no|yes|so|well|wait|hold on|sorry|please|hey|and|but|hi|i am (?:home|here|back)(?: now)?) )*"
    rf"(?:(?:can|could|may|let) (?:i |you )?(?:let )?(?:{_ANOTHER}) (?:please |just )?(?:talk|speak|tell you)"
    rf"|(?:{_ANOTHER}) (?:wants?|would like|needs?|is going|is gonna|wanna|will) (?:to )?(?:talk|speak|tell you)"
    rf"|(?:i will|let me|i am going to|i am|can i|i can)(?: just)? (?:put|putting|get|getting|hand|handing|give|giving|pass|passing)"
    rf"(?: you| it| the phone)?(?: over)?(?: to)? (?:{_ANOTHER})(?: on)?"
    rf"|here (?:is|comes) (?:{_ANOTHER})|(?:{_ANOTHER}) is (?:right )?here)"
    r"(?: (?:to|with) you(?: guys)?| instead| now| please| on| the phone| about it| for me| then)*"
)


def hands_over(text: str) -> bool:
    """ "Can my mom talk", "I'll put my husband on": somebody else will speak in a moment; nothing else is said, or few words before it."""
    if _HANDS_OVER.fullmatch(plain_words(text)):
        return True
    before, _, last = text.strip().rstrip(".!?").rpartition(". ")
    return len(before.split()) <= MOST_WORDS and bool(_HANDS_OVER.fullmatch(plain_words(last)))


def names_person(text: str) -> bool:
    """ "Operator!", "a person please"."""
    return len(text.split()) <= MOST_WORDS and bool(_PERSON.search(text))
