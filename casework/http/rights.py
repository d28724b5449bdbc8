"""Which credential may ask which address: rights.yml, read once and checked."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict, model_validator

from agencies.yaml_lines import read
from casework.trail.actors import Role, roles

_FILE = Path(__file__).parent / "rights.yml"
_OF_AN_AGENCY = "/v1/agencies/{"
PERSON, STAFF = "person", "staff"
NEEDS_A_SESSION = frozenset({PERSON, STAFF})


class Kind(BaseModel):
    """A kind of client: what its credential opens. `acts`: it is its own actor, in this role."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    rights: list[str]
    acts: Role | None = None


class Rights(BaseModel):
    """rights.yml"""

    model_config = ConfigDict(extra="forbid", frozen=True)

    clients: dict[str, Kind]
    rights: dict[str, list[str]]
    acts: dict[str, str]

    @model_validator(mode="after")
    def _names_exist(self) -> Rights:
        unknown = {one for kind in self.clients.values() for one in kind.rights} - set(self.rights)
        unknown |= set(self.acts.values()) - set(roles().acts)
        if unknown:
            raise ValueError(f"rights that there are not: {', '.join(sorted(unknown))}")
        return self

    def act(self, method: str, path: str) -> str | None:
        """The act of casework/trail/roles.yml without which nobody comes in, where the address itself tells."""
        return self.acts.get(f"{method.upper()} {path}")

    def open(self, method: str, path: str) -> frozenset[str]:
        """The rights that open this address, each alone; empty: nobody may."""
        return _table().get((method.upper(), path)) or (
            frozenset({STAFF}) if path.startswith(_OF_AN_AGENCY) and path.count("/") > 3 else frozenset()
        )


@dataclass(frozen=True)
class Client:
    """A program that asks, by the credential that it showed. `name` is for the trail and the log.

    `agency`: its credential is for this agency's addresses only. `claims`: in development, it says itself who acts.
    """

    kind: str
    name: str
    rights: frozenset[str]
    acts: Role | None = None
    agency: str | None = None
    claims: bool = False


def client(kind: str, name: str, agency: str | None = None) -> Client:
    """A client of a kind of rights.yml."""
    found = rights().clients[kind]
    return Client(kind, name, frozenset(found.rights), found.acts, agency)


def everybody() -> Client:
    """Development's one token for all: it may ask everything and says itself who acts."""
    return Client("everybody", "one token", frozenset(rights().rights), claims=True)


@cache
def rights() -> Rights:
    return Rights.model_validate(read(_FILE, "casework/http/rights.yml").data)


@cache
def _table() -> dict[tuple[str, str], frozenset[str]]:
    """(method, address) -> the rights that name it. What a person may ask at their agency, its people may too."""
    found: dict[tuple[str, str], frozenset[str]] = {}
    for right, addresses in rights().rights.items():
        for address in addresses:
            method, path = address.split(" ", 1)
            found[method, path] = found.get((method, path), frozenset()) | {right}
    of_people = {one: opened | {STAFF} for one, opened in found.items() if _is_a_case_s(one[1], opened)}
    return found | of_people


def _is_a_case_s(path: str, opened: frozenset[str]) -> bool:
    return path.startswith(_OF_AN_AGENCY) and PERSON in opened
