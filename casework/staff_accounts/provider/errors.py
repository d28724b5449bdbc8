"""What can go wrong on the way by a provider.

NotSignedIn          nobody is signed in; `why` is for the page, one of its words
└── WrongProvider      something is set up wrong, here or there, or the provider is away: `problem` is one sentence for the operator
"""

from __future__ import annotations

from typing import Literal

from casework.errors import CaseworkError

Why = Literal["over", "refused_there", "no_role", "second_factor", "login_taken", "off", "set_up_wrong"]


class NotSignedIn(CaseworkError):
    def __init__(self, why: Why, problem: str = "") -> None:
        self.why: Why = why
        self.problem = problem
        super().__init__(problem or why)


class WrongProvider(NotSignedIn):
    """`problem` never holds what the provider said of a person."""

    def __init__(self, problem: str) -> None:
        super().__init__("set_up_wrong", problem)
