"""An OpenID provider for tests, as a process of its own: oidc-provider-mock, which holds to PKCE here, changes its key when told
to, and says what tests want to hear.

    python -m tests.fakes.identity_provider PORT
    PUT  /users/{sub}        what it says of somebody
    POST /control/new-key    the next token is signed with another key, which /jwks has
    PUT  /control            {"discovery": {...}, "claims": {...}, "sign": "other key" | "HS256" | "none", "down": [paths]}
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx

from launcher import health, processes
from launcher.paths import ROOT, SERVICES_ENV, env_python
from launcher.settings import quiet_environment
from launcher.temporary import free_port

CLIENT, SECRET = "civicline-console", "a secret of the client: 100%"
_START_WITHIN_S = 120


@dataclass
class Provider:
    """A running one, as a test asks it."""

    issuer: str

    def knows(self, sub: str, **claims: Any) -> None:
        assert httpx.put(f"{self.issuer}/users/{sub}", json=claims, trust_env=False).status_code == 204

    def new_key(self) -> None:
        httpx.post(f"{self.issuer}/control/new-key", trust_env=False).raise_for_status()

    def behaves(self, **control: Any) -> None:
        """Anew each time: nothing of what was said before counts."""
        httpx.put(f"{self.issuer}/control", json=control, trust_env=False).raise_for_status()

    def lets_in(self, address: str, sub: str) -> dict[str, str]:
        """Somebody signs in there: what the browser brings back."""
        answer = httpx.post(address, data={"sub": sub}, trust_env=False)
        assert answer.status_code == 302, answer.text
        return back(answer.headers["location"])

    def refuses(self, address: str) -> dict[str, str]:
        answer = httpx.post(address, data={"action": "deny"}, trust_env=False)
        return back(answer.headers["location"])


def back(address: str) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}


@contextmanager
def identity_provider(folder: Path) -> Iterator[Provider]:
    port = free_port()
    environment = {**quiet_environment(), "PYTHONPATH": os.environ.get("PYTHONPATH", "")}
    command = (str(env_python(SERVICES_ENV)), "-m", "tests.fakes.identity_provider", str(port))
    process = processes.start(command, folder / "identity-provider.log", environment, ROOT)
    issuer, ends_at = f"http://127.0.0.1:{port}", time.monotonic() + _START_WITHIN_S
    try:
        while not health.is_ready(issuer, ("/.well-known/openid-configuration",)):
            assert process.poll() is None, (folder / "identity-provider.log").read_text("utf-8")
            assert time.monotonic() < ends_at, "the provider did not start"
            time.sleep(0.1)
        yield Provider(issuer)
    finally:
        processes.stop_group(process, 5)


def make() -> Any:
    """The provider as a Flask app."""
    import flask
    import oidc_provider_mock
    from authlib import jose
    from authlib.oauth2.rfc7636 import create_s256_code_challenge
    from oidc_provider_mock._storage import storage

    app = oidc_provider_mock.app()
    control: dict[str, Any] = {}
    challenges: dict[str, tuple[str, str]] = {}

    @app.put("/control")
    def change() -> Any:
        control.clear()
        control.update(flask.request.json or {})
        return "", 204

    @app.post("/control/new-key")
    def new_key() -> Any:
        flask.g.oidc_provider_mock_storage.jwk = jose.RSAKey.generate_key(is_private=True)
        return "", 204

    @app.before_request
    def _holds_to_the_rules() -> Any:
        if flask.request.path in control.get("down", ()):
            return flask.jsonify({"error": "temporarily_unavailable"}), 503
        if flask.request.path != "/oauth2/token":
            return None
        challenge, redirect = challenges.pop(flask.request.form["code"], ("", ""))
        if create_s256_code_challenge(flask.request.form.get("code_verifier", "")) != challenge:
            return flask.jsonify({"error": "invalid_grant"}), 400
        if flask.request.form["redirect_uri"] != redirect:
            return flask.jsonify({"error": "invalid_grant"}), 400
        return None if _is_the_client(flask.request) else (flask.jsonify({"error": "invalid_client"}), 401)

    @app.after_request
    def _says_what_tests_want(response: Any) -> Any:
        path, asked = flask.request.path, flask.request.args
        if path == "/oauth2/authorize" and response.status_code == 302 and "code" in back(response.location):
            challenges[back(response.location)["code"]] = (asked.get("code_challenge", ""), asked["redirect_uri"])
        elif path == "/.well-known/openid-configuration" and response.status_code == 200:
            told = {**response.json, "code_challenge_methods_supported": ["S256"], **control.get("discovery", {})}
            response.data = flask.json.dumps({name: value for name, value in told.items() if value is not None})
        elif path == "/oauth2/token" and response.status_code == 200:
            response.data = flask.json.dumps({**response.json, "id_token": _token(response.json["id_token"])})
        return response

    def _token(signed: str) -> str:
        key = storage.jwk
        said = {**jose.jwt.decode(signed, key), **control.get("claims", {})}
        said = {name: value for name, value in said.items() if value is not None}
        if control.get("sign") == "none":
            return str(jose.JsonWebToken(["none"]).encode({"alg": "none"}, said, "").decode())
        if control.get("sign") == "HS256":
            return str(jose.jwt.encode({"alg": "HS256"}, said, SECRET).decode())
        if control.get("sign") == "other key":
            key = jose.RSAKey.generate_key(is_private=True)
        return str(jose.jwt.encode({"alg": "RS256", "kid": key.thumbprint()}, said, key).decode())

    return app


def _is_the_client(request: Any) -> bool:
    from urllib.parse import unquote_plus

    given = request.authorization
    if given is not None:
        return (unquote_plus(given.username), unquote_plus(given.password)) == (CLIENT, SECRET)
    return (request.form.get("client_id"), request.form.get("client_secret")) == (CLIENT, SECRET)


if __name__ == "__main__":
    import warnings

    from werkzeug.serving import run_simple

    os.environ["AUTHLIB_INSECURE_TRANSPORT"] = "1"
    warnings.simplefilter("ignore")
    run_simple("127.0.0.1", int(sys.argv[1]), make(), threaded=True)
