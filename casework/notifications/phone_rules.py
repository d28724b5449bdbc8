"""Which telephones may be texted or called: a stranger can give any number, and the agency pays for what goes there."""

from __future__ import annotations

import re

from agencies.messages.rules import Phones

# 900 and the exchange 976 bill whoever calls (nanpa.com); 211 to 911 are services. +979, +808, +870, +878, +881 to +883 and
# +888 are the ITU's premium, shared-cost, satellite and network numbers (ITU-T E.164, list of assigned country codes)
_DEAR = re.compile(r"\+(?:1900\d*|1\d{3}976\d*|1[2-9]11\d*|1\d{3}[2-9]11\d*|979\d*|808\d*|870\d*|878\d*|88[1238]\d*)")


def is_dear(phone: str) -> bool:
    """Whether it costs extra, or is no telephone of a person."""
    return _DEAR.fullmatch(phone) is not None


def may_ring(phone: str, phones: Phones) -> bool:
    """Whether the agency texts and calls it; "" when it is not known."""
    if not phone:
        return True
    here = phone.startswith(tuple(phones.begin)) and not phone.startswith(tuple(phones.but_not))
    return here and not is_dear(phone)
