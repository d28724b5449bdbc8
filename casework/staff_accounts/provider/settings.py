"""The file of CIVICLINE_STAFF_IDENTITY: which agency has an identity provider, and which of its words are which roles here.

The file is the operator's, not the agency folder's: whoever writes it decides who is a supervisor. What is wrong in it stops the
start with the line (docs/guides/identity-provider.md has one to copy).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Annotated, Any, Literal, TypeAlias
from urllib.parse import urlsplit

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError, model_validator

from agencies.errors import BrokenAgencyFile, Fault
from agencies.faults import shape_faults
from agencies.yaml_lines import Document, read
from casework.staff_accounts.shapes import StaffRole

BACK = "/sign-in/provider/done"  # where the console takes the answer
_LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
Providers: TypeAlias = "Mapping[str, Provider]"


def secured(address: str) -> bool:
    """https, or http on this machine, which is for trying it."""
    parts = urlsplit(address)
    return bool(parts.hostname) and (
        parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in _LOOPBACK)
    )


def _https(address: str) -> str:
    if not secured(address) or "#" in address:
        raise ValueError("that is no address that is protected|write one that begins with https://")
    return address


def _back(address: str) -> str:
    if not address.endswith(BACK):
        raise ValueError(
            f"that is not where the console takes the answer|write the console's address with {BACK} behind it"
        )
    return address


def _with_openid(scopes: list[str]) -> list[str]:
    if "openid" not in scopes:
        raise ValueError("openid is not among them|add openid")
    return scopes


_Word = Annotated[str, Field(min_length=1, max_length=200)]
Address = Annotated[str, Field(max_length=400), AfterValidator(_https)]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class SecondFactor(_Part):
    """What the provider has to say of how somebody signed in: one of these `acr`, or one of these `amr` (RFC 8176)."""

    acr: list[_Word] = []
    amr: list[_Word] = []

    @model_validator(mode="after")
    def _says_something(self) -> SecondFactor:
        if not self.acr and not self.amr:
            raise ValueError("it names nothing|list what the provider says in acr or amr, or leave second_factor out")
        return self


class Provider(_Part):
    """One agency's. `redirect`: the console's address with BACK; `shown_as`: on the button. `roles`: a value of `roles_claim`
    -> roles here; `roles_claim` may lie deeper (realm_access.roles). `login_claim`: what people there cannot change themselves.
    `max_age_minutes`: how long ago they may have signed in there. `sign_out_there`: signing out here signs out there too."""

    issuer: Address
    client_id: _Word
    client_secret_file: Path | None = None
    client_auth: Literal["basic", "post"] = "basic"
    redirect: Annotated[Address, AfterValidator(_back)]
    shown_as: Annotated[str, Field(min_length=1, max_length=60)]
    scopes: Annotated[list[_Word], AfterValidator(_with_openid)] = ["openid", "profile"]
    login_claim: _Word = "preferred_username"
    name_claim: _Word = "name"
    roles_claim: _Word
    roles: Annotated[dict[str, Annotated[list[StaffRole], Field(min_length=1)]], Field(min_length=1)]
    second_factor: SecondFactor | None = None
    max_age_minutes: Annotated[int, Field(ge=1, le=1_440)] | None = None
    sign_out_there: bool = True
    ca_file: Path | None = None
    proxy: Address | None = None

    @property
    def secret(self) -> str | None:
        """None: a public client, held by PKCE alone. Read anew each time, so that it can be changed without a stop."""
        return self.client_secret_file.read_text("utf-8").strip() if self.client_secret_file else None


def read_providers(path: Path | None, agencies: Sequence[str]) -> Providers:
    """By agency; none without a file. Raises BrokenAgencyFile with every fault."""
    if path is None:
        return {}
    document = read(path, path.name)
    if not isinstance(document.data, dict) or not document.data:
        raise BrokenAgencyFile(
            [_fault(document, (), "there is no agency in it", "write an agency's id, its provider below")]
        )
    faults: list[Fault] = []
    found = {str(agency): _one(document, str(agency), agencies, faults) for agency in document.data}
    if faults:
        raise BrokenAgencyFile(faults)
    return {agency: provider for agency, provider in found.items() if provider is not None}


def _one(document: Document, agency: str, agencies: Sequence[str], faults: list[Fault]) -> Provider | None:
    if agency not in agencies:
        faults.append(
            _fault(document, (agency,), f"there is no agency '{agency}'", f"write one of {', '.join(agencies)}")
        )
        return None
    try:
        provider = Provider.model_validate(document.data[agency])
    except ValidationError as error:
        faults += shape_faults(document, error, lambda path: (agency, *path))
        return None
    for name, file in (("client_secret_file", provider.client_secret_file), ("ca_file", provider.ca_file)):
        wrong = _unreadable(file) if file else None
        if wrong:
            faults.append(_fault(document, (agency, name), f"{name} {wrong}", "name a file that casework can read"))
    return provider


def _unreadable(file: Path) -> str | None:
    try:
        return None if file.read_text("utf-8").strip() else "is empty"
    except (OSError, UnicodeDecodeError):
        return "cannot be read"


def _fault(document: Document, path: tuple[Any, ...], wrong: str, right: str) -> Fault:
    return Fault(document.file, document.line_of(path), wrong, right)
