"""The authorization code flow of OpenID Connect, with PKCE, state and nonce; what the provider says of a person, checked.

Authlib and joserfc know the protocol (addresses, PKCE, claims, signatures); HTTP is ours, so that it has limits.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote_plus

from authlib.common.urls import add_params_to_uri
from authlib.oauth2.rfc6749.parameters import prepare_grant_uri
from authlib.oauth2.rfc7636 import create_s256_code_challenge
from authlib.oidc.core import CodeIDToken
from joserfc import jwt
from joserfc.errors import BadSignatureError, ClaimError, ExpiredTokenError, InvalidKeyIdError, JoseError
from joserfc.jwk import KeySet
from joserfc.jws import JWSRegistry

from casework.staff_accounts.provider.carried import Answer, Try, claim
from casework.staff_accounts.provider.discovery import Discovery, Metadata
from casework.staff_accounts.provider.errors import NotSignedIn, WrongProvider
from casework.staff_accounts.provider.settings import Provider

LEEWAY_S = 120
_NOT_OURS = (BadSignatureError, InvalidKeyIdError)


async def address(provider: Provider, discovery: Discovery, one: Try) -> str:
    """Where the browser is sent."""
    metadata = await discovery.metadata()
    factor = provider.second_factor
    return str(
        prepare_grant_uri(
            metadata.authorization_endpoint,
            provider.client_id,
            "code",
            redirect_uri=provider.redirect,
            scope=provider.scopes,
            state=one.state,
            nonce=one.nonce,
            code_challenge=create_s256_code_challenge(one.verifier),
            code_challenge_method="S256",
            acr_values=" ".join(factor.acr) if factor and factor.acr else None,
            max_age=provider.max_age_minutes * 60 if provider.max_age_minutes else None,
        )
    )


async def claims(provider: Provider, discovery: Discovery, one: Try, answer: Answer, now: float) -> Mapping[str, Any]:
    """What the provider says of who came back, with what its /userinfo adds. Raises NotSignedIn or WrongProvider."""
    metadata = await discovery.metadata()
    wanted = metadata.authorization_response_iss_parameter_supported
    if (answer.iss or wanted) and answer.iss != provider.issuer:  # RFC 9207: an answer of somebody else
        raise WrongProvider("the answer came from another provider than the one that was asked.")
    if answer.error:
        raise NotSignedIn("refused_there", f"the provider answered {_word(answer.error)}")
    token = await _token(provider, discovery, metadata, one, answer.code)
    found = await _checked(provider, discovery, metadata, token, one.nonce, now)
    wanted_claims = (provider.roles_claim, provider.login_claim, provider.name_claim)
    if metadata.userinfo_endpoint and any(claim(found, name) is None for name in wanted_claims):
        found = {**await _more(discovery, metadata, token, found), **found}
    return found


async def sign_out_address(provider: Provider, discovery: Discovery, back: str) -> str | None:
    """Where a browser is sent to sign out there too (RP-Initiated Logout 1.0); None where that is not wanted or not known."""
    if not provider.sign_out_there:
        return None
    end = (await discovery.metadata()).end_session_endpoint
    wanted = [("client_id", provider.client_id), ("post_logout_redirect_uri", back)]
    return str(add_params_to_uri(end, wanted)) if end else None


async def _token(
    provider: Provider, discovery: Discovery, metadata: Metadata, one: Try, code: str
) -> Mapping[str, Any]:
    body = {
        "grant_type": "authorization_code", "code": code, "redirect_uri": provider.redirect,
        "code_verifier": one.verifier, "client_id": provider.client_id,
    }  # fmt: skip
    auth = None
    try:
        secret = provider.secret
    except (OSError, UnicodeDecodeError):
        raise WrongProvider("client_secret_file cannot be read; it has to be there at every signing in.") from None
    if secret and provider.client_auth == "basic":
        auth = (quote_plus(provider.client_id), quote_plus(secret))  # RFC 6749, 2.3.1
    elif secret:
        body["client_secret"] = secret
    reply = await discovery.fetch(
        "the provider's token_endpoint", "POST", metadata.token_endpoint, data=body, auth=auth
    )
    told = _object(reply)
    if reply.status_code != 200 or not isinstance(told.get("id_token"), str):
        raise _refused(_word(str(told.get("error", ""))), reply.status_code)
    return told


def _refused(error: str, status: int) -> NotSignedIn:
    if error == "invalid_client" or status == 401:
        return WrongProvider("the provider does not know client_id with this secret; compare both, and client_auth.")
    if error == "invalid_grant":  # used twice, too late, or another redirect
        return NotSignedIn("over", "the provider does not take the code any more; redirect has to be the same there")
    if status == 200:
        return WrongProvider("the provider gives no id_token; openid has to be allowed for this client there.")
    return WrongProvider(f"the provider's token_endpoint answers {status} {error}".rstrip() + ".")


async def _checked(
    provider: Provider, discovery: Discovery, metadata: Metadata, token: Mapping[str, Any], nonce: str, now: float
) -> Mapping[str, Any]:
    """The claims of the id_token: signed by this provider, for us, now, for this very try (Core 1.0, 3.1.3.7)."""
    signed = JWSRegistry(algorithms=metadata.signatures, strict_check_header=False)
    try:
        try:
            opened = _open(token["id_token"], await discovery.keys(), signed)
        except _NOT_OURS:
            opened = _open(token["id_token"], await discovery.keys(fresh=True), signed)
        ours: dict[str, Any] = {
            "iss": {"essential": True, "value": provider.issuer}, "aud": {"essential": True, "value": provider.client_id},
        }  # fmt: skip
        known = {"nonce": nonce, "client_id": provider.client_id, "access_token": token.get("access_token")}
        found = CodeIDToken(opened.claims, opened.header, ours, known)
        found.validate(now=int(now), leeway=LEEWAY_S)
    except ExpiredTokenError:
        raise WrongProvider("the provider's id_token is over when it comes; set the clocks of both machines.") from None
    except ClaimError as error:
        raise WrongProvider(
            f"the provider's id_token does not fit in '{error.claim}'; {_of_claim(error.claim)}."
        ) from None
    except (JoseError, ValueError):
        raise WrongProvider(
            "the provider's id_token is not signed with one of its keys, or not in a way we take."
        ) from None
    return dict(found)


def _open(token: str, keys: KeySet, signed: JWSRegistry) -> jwt.Token:
    return jwt.decode(token, keys, registry=signed)


def _of_claim(name: str) -> str:
    mends = {
        "iss": "issuer is not what it calls itself", "aud": "it is for another client: compare client_id",
        "azp": "it is for another client: compare client_id", "nonce": "it answers another signing in",
        "iat": "set the clocks of both machines", "nbf": "set the clocks of both machines",
    }  # fmt: skip
    return mends.get(name, "have it mended there")


async def _more(
    discovery: Discovery, metadata: Metadata, token: Mapping[str, Any], found: Mapping[str, Any]
) -> Mapping[str, Any]:
    """/userinfo, which is about the same person (Core 1.0, 5.3.2), or nothing."""
    headers = {"Authorization": f"Bearer {token.get('access_token', '')}"}
    reply = await discovery.fetch(
        "the provider's userinfo_endpoint", "GET", str(metadata.userinfo_endpoint), headers=headers
    )
    told = _object(reply) if reply.status_code == 200 else {}
    return told if told.get("sub") == found["sub"] else {}


def _object(reply: Any) -> Mapping[str, Any]:
    try:
        told = reply.json()
    except ValueError:
        return {}
    return told if isinstance(told, dict) else {}


def _word(said: str) -> str:
    """An error code of OAuth; anything longer or stranger is not repeated."""
    return said if len(said) <= 40 and said.isascii() and said.replace("_", "").isalpha() else "an error of its own"
