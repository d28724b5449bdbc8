"""Calls that want nothing of the line: a wrong number, and machines that call (menus, voicemail, robocalls). And the key
zero, said aloud, the wish to take back a report that was filed or to be rung back, whether anybody is still there, and a bare
question mark. Pure; a person who only tells of such a call ("I got a robocall ...") is none of them.
"""

from __future__ import annotations

import re
from typing import Optional

WRONG_NUMBER, MACHINE, KEY_ZERO, WITHDRAW = "wrong_number", "machine", "key_zero", "withdraw"
STILL_THERE, BARE_MARK, CALL_BACK = "still_there", "bare_mark", "call_back"
MOST_WORDS = 16  # of a wrong number; more is a story

_ZERO = re.compile(
    r"^(?:um |uh |please |i )*(?:(?:press|hit|push|dial|pressed|pressing)(?:ing)? )?(?:zero|0)(?: please)?$"
)
_MARK = re.compile(r"[\s?!.]*\?[\s?!.]*")  # typed by somebody who did not understand, or who waits
_STILL_THERE = re.compile(
    r"^(?:(?:hello|hey|hi|um|uh|ok|okay|sorry|alright|so|yes|yeah|please|robot|ma'am|sir) )*"
    r"(?:(?:are|r) (?:you|u|ya) (?:still |even )?(?:there|here|on|listening|with me)|(?:you|u) still (?:there|here)"
    r"|is (?:any ?(?:body|one)|some(?:body|one)) (?:still )?(?:there|here|listening)|any ?(?:body|one) (?:still )?there"
    r"|(?:can|do) (?:you|u) (?:still )?hear me(?: now)?|did (?:i|we) (?:lose you|get cut off|get disconnected)|have i lost you"
    r"|(?:i'm|i am|im|we're) (?:back|here|still here|ready)|still here)"
    r"(?: (?:now|again|hello|please|or what|yet|today|sorry))*$"
)
_WHICH_LINE = re.compile(  # "is this public works", "is this the church": nothing else is told
    r"(?:(?:hi|hello|hey|yes|yeah|um|uh|oh|sorry|excuse me|good (?:morning|afternoon|evening)|and|so|wait|what) )*is this "
    r"(?!(?:guys?|m[ae]n|wom[ae]n|kids?|boy|girl|lady|person|cars?|truck|dogs?|house|smoke|gas|fire|blood|water|smell|noise|neighbou?r)\b)"
    r"(?!(?:a|an|where|how|what|who|when|why|about|being|still|even|my|your|you|it|right|ok|okay|legal|illegal|free|safe|real|true|normal"
    r"|allowed|possible|urgent|serious|nine|three|thing|call|number|recorded|recording|gonna|going|for|on|in|something|someone|somebody|enough|all"
    r"|everything|correct|fine|good|bad|an?other|too|not|just|only|the (?:same|right|best|only|number|place|report|case|guy|man|car|one"
    r"|person"
    r"|emergency|nine|three))\b)"
    r"(?:the |city )*[a-z'-]{3,}(?: [a-z'-]+){0,2}(?: (?:i'm|am i) (?:talking|speaking) (?:to|with))?"
)
MOST_WORDS_OF_A_LINE = 9
_WRONG = re.compile(
    r"\bdial(?:l?ed)? (?:it |this |you |that )?wrong\b"
    r"|\bwrong (?:number|button|line|one|person|place)\b|\bmis ?dial(?:l?ed)?\b|\b(?:butt|pocket|bum) ?dial(?:l?ed)?\b"
    r"|\b(?:accidental|false) (?:call|dial)\b"
    r"|\b(?:called|dialed|dialled|calling|rang|pressed) (?:you |this |it )?(?:by (?:accident|mistake)|accidentally)\b"
    r"|\b(?:didn't|did not|wasn't|never) (?:mean(?:t)?|try(?:ing)?|want(?:ing)?|intend(?:ing)?) to (?:call|dial|bother|ring)\b"
    r"|\b(?:i )?meant to (?:call|dial|ring)\b"
    r"|\b(?:kid|kids|toddler|baby|son|daughter|grandson|granddaughter|grandbaby|boy|girl|cat|dog|year old)\b"
    r" (?:(?:just|must have|must've|accidentally|was|were|is|got|has|had|been) )*"
    r"(?:playing (?:with|on)|play with|grabbed|got (?:hold of|a hold of)|hold of|sat on|stepped on|pressed|pushed|hit|messing with)"
    r" (?:(?:buttons|something) on )?(?:(?:the|my|his|her) )?(?:phone|buttons|cell|tablet|watch)\b"
    r"|\bi thought this was (?:the|my|a)\b"
    r"|\bwas (?:trying to reach|calling|looking for|after) (?:the |my |a )?(?:bank|vet|dentist|pharmacy|pizza|taxi|doctor|store"
    r"|sister|brother|mom|wife|husband|friend|hairdresser)\b"
)
_NOT_WRONG = re.compile(
    r"\b(?:told|gave|give|have|had|wrote|got|is (?:that|this|it)|may ?be|probably|might be|not sure|if)\b[^.]*\bwrong\b"
    r"|\b(?:but|help|hurt|there's|someone|somebody|he|she|they)\b"
    r"|\bwrong (?:number|address|plate)\b.*\b(?:report|ticket|case|form)\b"
)
_KEY = r"(?:one|two|three|nine|zero|[0-9]|pound|the pound|star)"
_MACHINE = re.compile(
    r"\b(?:we|i)(?:'ve| have)? been (?:trying|attempting) to (?:reach|contact) you\b"
    rf"|\bpress {_KEY}\b.*\b(?:to|for|now)\b|\bto (?:be removed|speak (?:to|with)|continue|accept|opt out|repeat)\b.*\bpress {_KEY}\b"
    r"|\bleave (?:a|your) (?:detailed )?(?:message|name)\b.*\b(?:tone|beep)\b|\b(?:at|after) the (?:tone|beep)\b"
    r"|\b(?:can't|cannot|can not) (?:come|get) to the phone\b.*\bleave\b"
    r"|\bleave (?:me |us )?(?:a|your) (?:detailed |brief )?(?:message|name)\b.*"
    r"\b(?:get back to you|call you back|return your call|as soon as (?:i|we) can)\b"
    r"|\b(?:this is a|have a|from an?) (?:prepaid |collect )+(?:debit )?call\b.*\b(?:from|inmate|accept|press)\b"
    r"|\bcall is from an? (?:\w+ )?(?:inmate|correctional|detention|prison)\b"
    r"|\byour call has been forwarded\b|\bmail ?box (?:is full|belonging)\b"
    r"|\b(?:person|number|party|subscriber|customer) (?:that )?you(?:'re| are| have)? (?:calling|dialed|called|trying to reach|reached)\b"
    r".*\b(?:not available|unavailable|in service|disconnected|voice ?mail)\b"
    r"|\bplease listen carefully\b|\bour menu(?:s| options)? ha(?:s|ve) (?:recently )?changed\b"
    r"|^(?:\w+ ){0,4}this call (?:may|will) be (?:monitored|recorded)\b|^this call is being (?:monitored|recorded)\b"
    r"|\byour call is (?:very )?important to us\b"
    r"|\b(?:all|our) (?:agents|representatives) are (?:currently )?(?:busy|assisting)\b"
    r"|\bthis is (?:an automated|a prerecorded|a pre-recorded|an important|a courtesy|your final) (?:call|message|reminder|notice)\b"
    r"|\byou(?:'ve| have) (?:been (?:selected|pre-?approved|chosen)|won|qualified)\b"
    rf"|^for (?:english|spanish|sales|billing|support|service)\b.*\bpress {_KEY}\b"
    r"|\bstay on the line (?:for|to (?:speak|talk)) (?:with |to )?(?:an?|the next) (?:\w+ )?(?:agent|representative|specialist)\b"
    r"|^(?:hello )?(?:we are|we're) calling (?:you )?to (?:inform|notify|remind) you (?:that|of|about) your\b"
)
_TOLD = re.compile(  # a person tells of one
    r"\b(?:i|we|someone|somebody|they|he|she|it|(?:my|a|the) \w+) (?:just |keep |keeps |kept |have |has |was )?(?:got|get|getting|received"
    r"|said|says|saying|told|called|calling|left|hear|heard|answered)\b"
    r"|\b(?:is this|was that|scam|supposedly|do i|should i|can i|i (?:paid|pressed|gave))\b"
)


_FILED = r"(?:filed|made|submitted|reported|started|sent(?: in)?|put in|turned in|gave(?: you)?|did|called in|took)"
_REPORT = r"(?:report|complaint|case)"
_WITHDRAW = re.compile(
    rf"\b(?:cancel|withdraw|retract|rescind|take back|undo|remove|close(?: out)?)(?: back)? (?:my|the|a|that|this|our) "
    rf"(?:\w+ ){{0,2}}?{_REPORT}\b|\btake (?:my|the|that|our) (?:\w+ ){{0,2}}?{_REPORT} back\b"
)
_OF_THE_PAST = re.compile(
    rf"\b(?:i|we|my \w+)(?:'ve| have|'d| had)? (?:already )?{_FILED}\b"
    r"|\b(?:yesterday|last (?:week|month|night)|the other day|days? ago|weeks? ago)\b"
)
_NOT_WITHDRAWN = re.compile(  # asked about, or told of somebody else
    r"\b(?:why|who|when|how come|did|didn't|don't|do not|was|were|wasn't|has|have you|had you|they|he|she|somebody|someone|"
    r"insurance|court|judge|towing|hearing)\b.*\b(?:cancel|withdr|retract|clos|remov|taken? back)"
)


_TAKE_IT_BACK = re.compile(  # of one that the same breath tells of: "I reported my wallet stolen, can I take that back"
    r"\b(?:take (?:that|it|this) back|(?:cancel|withdraw|retract|undo|call off) (?:that|it|this)(?: one)?"
    r"|(?:don't|do not|no longer) need (?:that|it|the report|a report)(?: any ?more| now)?)\b"
)
_I_REPORTED = re.compile(
    r"\b(?:i|we|my \w+)(?:'ve| have|'d| had)? (?:already |just )?(?:reported|filed|called in|made a report)\b"
)
_CALL_BACK = re.compile(
    r"\b(?:call|phone|ring) (?:me|us) back\b|\b(?:get|want|need|request|like|have|arrange|schedule|do|offer) (?:a |me a )?call ?back\b"
    r"|\b(?:have|get|ask) (?:somebody|someone|a person|anyone|one of (?:you|your people)) (?:to )?(?:call|phone|ring) (?:me|us)\b"
    r"|\b(?:can|could) (?:you(?: guys)?|somebody|someone|a person|anyone) (?:please |just )?(?:call|phone|ring) (?:me|us)\b"
)
_NOT_CALLED_BACK = re.compile(  # told, or wanted of somebody else than this line
    r"\b(?:said|told|supposed|never|nobody|no one|didn't|hasn't|haven't|promised|waiting for|was going to|he|she|they|if|detective"
    r"|investigator|officer|sergeant|sheriff|scam(?:mer)?|keeps?|kept|tried|should i|don't|do not)\b"
)
_NUMBER = re.compile(r"\b(?:number|phone|telephone|cell|mobile|line|caller id|landline|this one)\b", re.I)


def wants_call_back(words: str) -> bool:
    """ "I can't wait, can somebody call me back": of this line, and not told of another."""
    plain = " ".join(re.sub(r"[^\w' -]", " ", words.lower().replace("’", "'")).split())
    plain = re.sub(r"\bi (?:don't|do not) have (?:the )?time\b", " ", plain)
    return len(plain.split()) <= MOST_WORDS and bool(_CALL_BACK.search(plain)) and not _NOT_CALLED_BACK.search(plain)


def withdraws(words: str) -> bool:
    """ "Cancel the report I filed": whoever says so wants a report taken back that has been filed."""
    plain = " ".join(re.sub(r"[^\w' -]", " ", words.lower().replace("’", "'")).split())
    if _NOT_WITHDRAWN.search(plain):
        return False
    told = _I_REPORTED.search(plain) and _TAKE_IT_BACK.search(plain)
    return bool(told) or (len(plain.split()) <= MOST_WORDS and bool(_WITHDRAW.search(plain)))


def withdraws_an_earlier_one(words: str) -> bool:
    """The same, and plainly not the report that is being taken at the moment."""
    return withdraws(words) and bool(_OF_THE_PAST.search(words.lower()))


def opening_in(words: str) -> Optional[str]:
    """wrong_number | machine | key_zero | withdraw | call_back | still_there | bare_mark; None when the words say something else."""
    plain = " ".join(re.sub(r"[^\w' -]", " ", words.lower().replace("’", "'")).split())
    if _MARK.fullmatch(words):
        return BARE_MARK
    if _ZERO.match(plain):
        return KEY_ZERO
    if _STILL_THERE.match(plain):
        return STILL_THERE
    if _MACHINE.search(plain) and not _TOLD.search(plain):
        return MACHINE
    if withdraws(words):
        return WITHDRAW
    if wants_call_back(words):
        return CALL_BACK
    short = len(plain.split()) <= MOST_WORDS
    return WRONG_NUMBER if short and _WRONG.search(plain) and not _NOT_WRONG.search(plain) else None


def asks_which_line(words: str) -> bool:
    """ "Is this public works?", and nothing else."""
    plain = " ".join(re.sub(r"[^\w' -]", " ", words.lower().replace("’", "'")).split())
    return len(plain.split()) <= MOST_WORDS_OF_A_LINE and bool(_WHICH_LINE.fullmatch(plain))


def names_a_number(words: str) -> bool:
    """A telephone or its number is spoken of."""
    return bool(_NUMBER.search(words))
