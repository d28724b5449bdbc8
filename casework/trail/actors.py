"""Who acts, and in which role; which roles may do what is no move of a case. The rules are roles.yml."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict

from agencies.yaml_lines import read
from casework.errors import RoleRefused

_FILE = Path(__file__).parent / "roles.yml"
Role = Literal[
    "citizen", "call_taker", "officer", "reviewer", "designer", "supervisor", "administrator", "auditor",
    "system", "records_system",
]  # fmt: skip
STAFF_ROLES: tuple[Role, ...] = (
    "call_taker", "officer", "reviewer", "designer", "supervisor", "administrator", "auditor",
)  # fmt: skip


@dataclass(frozen=True)
class Actor:
    """Who does something: the id that the console (or a records system) knows, never a citizen's name."""

    id: str
    role: Role


SYSTEM = Actor("civicline", "system")


class Roles(BaseModel):
    """roles.yml"""

    model_config = ConfigDict(extra="forbid", frozen=True)

    roles: list[Role]
    acts: dict[str, list[Role]]


@cache
def roles() -> Roles:
    """The rules, read once."""
    return Roles.model_validate(read(_FILE, "casework/trail/roles.yml").data)


def may(act: str, role: Role) -> bool:
    """Whether this role may do what is no move."""
    return role in roles().acts[act]


def allow(act: str, role: Role) -> None:
    """Raises RoleRefused when this role may not do what is no move."""
    if not may(act, role):
        those = ", ".join(map(said, roles().acts[act]))
        raise RoleRefused(f"{article(role)} may not {said(act)} here; this is for: {those}.")


def said(name: str) -> str:
    """An id as words: under_review -> 'under review'."""
    return name.replace("_", " ")


def article(role: Role) -> str:
    """An officer, a supervisor."""
    return f"{'An' if role[0] in 'aeiou' else 'A'} {said(role)}"
