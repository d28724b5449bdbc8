"""What the provider says of itself, asked from its issuer's address and kept for an hour: its addresses, and the keys it signs with."""

from __future__ import annotations

import ssl
import time
from functools import cached_property
from typing import Any

import httpx
from joserfc.errors import JoseError
from joserfc.jwk import KeySet
from pydantic import BaseModel, ConfigDict, ValidationError

from casework.staff_accounts.provider.errors import WrongProvider
from casework.staff_accounts.provider.settings import Provider, secured

_KEPT_S = 3_600.0
_TIMEOUT = httpx.Timeout(10, connect=5)
_LARGEST = 512 * 1024
WELL_KNOWN = "/.well-known/openid-configuration"
# with a key that only the provider has; "none", and HS256 with the client's secret, are not taken whatever it lists
SIGNATURES = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA")


class Metadata(BaseModel):
    """OpenID Connect Discovery 1.0, section 3, as far as we use it."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    issuer: str
    authorization_endpoint: str
    token_endpoint: str
    jwks_uri: str
    userinfo_endpoint: str | None = None
    end_session_endpoint: str | None = None
    code_challenge_methods_supported: list[str] | None = None
    id_token_signing_alg_values_supported: list[str] = ["RS256"]
    authorization_response_iss_parameter_supported: bool = False

    @property
    def signatures(self) -> list[str]:
        return [one for one in SIGNATURES if one in self.id_token_signing_alg_values_supported]


class Discovery:
    """One provider's. Raises WrongProvider with one sentence for whatever is not as it has to be."""

    def __init__(self, provider: Provider) -> None:
        self._provider = provider
        self._metadata: tuple[float, Metadata] | None = None
        self._keys: tuple[float, KeySet] | None = None

    async def metadata(self) -> Metadata:
        if self._metadata is None or time.monotonic() - self._metadata[0] > _KEPT_S:
            self._metadata = (time.monotonic(), await self._ask())
        return self._metadata[1]

    async def keys(self, fresh: bool = False) -> KeySet:
        """`fresh`: asked anew, because what came was signed with another one: providers change theirs."""
        if fresh or self._keys is None or time.monotonic() - self._keys[0] > _KEPT_S:
            self._keys = (time.monotonic(), await self._ask_keys())
        return self._keys[1]

    async def fetch(self, what: str, method: str, address: str, **more: Any) -> httpx.Response:
        """An answer of the provider, whatever its status. `what`: as the sentence names it."""
        try:
            async with self._client() as client:
                answer = await client.request(method, address, **more)
        except (httpx.HTTPError, ssl.SSLError) as error:
            raise WrongProvider(f"{what} cannot be reached ({type(error).__name__}): {_mend(error)}.") from None
        if len(answer.content) > _LARGEST:
            raise WrongProvider(f"{what} answers with more than 512 KB; check its address.")
        return answer

    def _client(self) -> httpx.AsyncClient:
        return httpx.AsyncClient(
            timeout=_TIMEOUT, verify=self._trusted, proxy=self._provider.proxy, trust_env=False, follow_redirects=False
        )

    @cached_property
    def _trusted(self) -> ssl.SSLContext:
        """Made once: reading all authorities takes a tenth of a second."""
        own = self._provider.ca_file
        try:
            return ssl.create_default_context(cafile=str(own)) if own else httpx.create_ssl_context(trust_env=False)
        except OSError:
            raise WrongProvider("ca_file holds no certificate that can be read; give a file in PEM.") from None

    async def _ask(self) -> Metadata:
        address = self._provider.issuer.rstrip("/") + WELL_KNOWN
        answer = await self.fetch("the provider", "GET", address)
        if answer.status_code != 200:
            raise WrongProvider(
                f"{address} answers {answer.status_code}; issuer is the address before {WELL_KNOWN}, to the letter."
            )
        try:
            found = Metadata.model_validate(answer.json())
        except ValidationError as error:
            missing = ", ".join(str(one["loc"][0]) for one in error.errors() if one["loc"])
            raise WrongProvider(f"what {address} answers does not fit: {missing or 'it is no object'}.") from None
        except ValueError:
            raise WrongProvider(f"what {address} answers is not JSON; check issuer.") from None
        _check(found, self._provider)
        return found

    async def _ask_keys(self) -> KeySet:
        address = (await self.metadata()).jwks_uri
        answer = await self.fetch("the provider's keys (jwks_uri)", "GET", address)
        try:
            found = KeySet.import_key_set(answer.json())
        except (ValueError, TypeError, KeyError, AttributeError, JoseError):
            raise WrongProvider(f"no keys can be read from {address} (it answers {answer.status_code}).") from None
        if not found.keys:
            raise WrongProvider(f"there are no keys at {address}: the provider signs with nothing.")
        return found


def _check(found: Metadata, provider: Provider) -> None:
    if found.issuer != provider.issuer:
        raise WrongProvider(
            f"the provider calls itself {found.issuer}, the file says {provider.issuer}: write it the same."
        )
    open_ones = [
        name
        for name, address in found
        if name.endswith(("_endpoint", "_uri")) and isinstance(address, str) and not secured(address)
    ]
    if open_ones:
        raise WrongProvider(f"not protected by https at the provider: {', '.join(open_ones)}; have it mended there.")
    challenges = found.code_challenge_methods_supported
    if challenges is not None and "S256" not in challenges:
        raise WrongProvider("the provider does not take PKCE with S256; switch it on for this client there.")
    if not found.signatures:
        raise WrongProvider(
            "the provider signs identities with none of our kinds (RS256, ES256 and their kin); choose one for this client there."
        )


def _mend(error: Exception) -> str:
    if "CERTIFICATE" in str(error).upper():
        return "its certificate is not trusted; give its authority as ca_file"
    return "check issuer, the name service, the firewall, and proxy where there is one"


async def told_of(provider: Provider) -> list[str]:
    """Lines for an operator who has just set it up; raises WrongProvider with what is wrong."""
    discovery = Discovery(provider)
    metadata, keys = await discovery.metadata(), await discovery.keys()
    end = metadata.end_session_endpoint
    return [
        f"{provider.issuer} answers as itself, signs with {', '.join(metadata.signatures)} and has {len(keys.keys)} keys",
        f"people are sent to {metadata.authorization_endpoint} and come back to {provider.redirect}",
        "PKCE with S256: "
        + ("yes" if metadata.code_challenge_methods_supported else "it does not say; it is sent anyway"),
        "signing out there: " + (end if end and provider.sign_out_there else "no"),
        f"roles come from '{provider.roles_claim}': {', '.join(provider.roles)}",
        "what it says of people is only seen when somebody signs in: the log has a sentence for whatever does not fit",
    ]
