"""The agency's people sign in by its identity provider, a real one in a process of its own; and whatever it may say wrongly."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import yaml
from sqlalchemy import select

from agencies.errors import BrokenAgencyFile
from casework.database import Database
from casework.staff_accounts.provider.carried import Answer
from casework.staff_accounts.provider.errors import WrongProvider
from casework.staff_accounts.provider.settings import read_providers
from casework.staff_accounts.provider.signing_in import ProviderSigningIn
from casework.staff_accounts.tables import ProviderTry, StaffAccount
from casework.trail.tables import AuditEntry
from tests.casework.conftest import Running, trail
from tests.casework.staff import Colleague, colleague, credential
from tests.fakes.identity_provider import CLIENT, SECRET, Provider, identity_provider

BACK = "https://console.example.org/sign-in/provider/done"
ROLES = {"Supervisors": ["supervisor"], "Desk": ["call_taker"], "IT": ["administrator"]}


@pytest.fixture(scope="module")
def running_provider(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Provider]:
    with identity_provider(tmp_path_factory.mktemp("provider")) as provider:
        yield provider


@pytest.fixture
def provider(running_provider: Provider) -> Provider:
    running_provider.behaves()
    running_provider.knows(
        "7f3a", preferred_username="M.Diaz@denver.example", name="Maria Diaz", groups=["Desk", "Bowling"]
    )
    return running_provider


def identity_file(folder: Path, provider: Provider, **changed: Any) -> Path:
    """What CIVICLINE_STAFF_IDENTITY names."""
    (folder / "secret").write_text(SECRET + "\n")
    plain = {
        "issuer": provider.issuer, "client_id": CLIENT, "client_secret_file": str(folder / "secret"), "redirect": BACK,
        "shown_as": "City account", "roles_claim": "groups", "roles": ROLES, **changed,
    }  # fmt: skip
    path = folder / "identity.yml"
    path.write_text(yaml.safe_dump({"denver": {name: value for name, value in plain.items() if value is not None}}))
    return path


@dataclass
class Desk:
    """The console's side of it."""

    casework: Running
    provider: Provider
    headers: dict[str, str]
    settings: Callable[..., Any]

    async def ask(self, method: str, path: str, session: str = "", **more: Any) -> Any:
        headers = self.headers | ({"Civicline-Staff-Session": session} if session else {})
        return await self.casework.client.request(method, path, headers=headers, **more)

    async def begin(self) -> dict[str, Any]:
        answer = await self.ask("POST", "/v1/staff/provider-sign-in", json={"agency": "denver"})
        assert answer.status_code == 200, answer.text
        return dict(answer.json())

    async def finish(self, brought: dict[str, str]) -> dict[str, Any]:
        known = {name: value for name, value in brought.items() if name in ("state", "code", "error", "iss")}
        answer = await self.ask("POST", "/v1/staff/provider-sign-in/answer", json={"agency": "denver", **known})
        assert answer.status_code == 200, answer.text
        return dict(answer.json())

    async def sign_in(self, sub: str = "7f3a") -> dict[str, Any]:
        return await self.finish(self.provider.lets_in((await self.begin())["address"], sub))

    async def who(self, session: str) -> Any:
        return await self.ask("GET", "/v1/staff/session", session)

    def set_up(self, **changed: Any) -> None:
        """Another file, as after a start."""
        own = self.casework.services
        own.provider_signing_in = ProviderSigningIn(own.database, read_providers(self.settings(**changed), ["denver"]))


@pytest.fixture
async def desk(casework: Running, provider: Provider, tmp_path: Path) -> Desk:
    def settings(**changed: Any) -> Path:
        return identity_file(tmp_path, provider, **changed)

    made = Desk(casework, provider, {"Authorization": f"Bearer {credential(casework, 'console')}"}, settings)
    made.set_up()
    return made


async def test_somebody_of_the_agency_signs_in_by_its_provider_with_the_roles_that_it_says(desk: Desk) -> None:
    ways = (await desk.ask("GET", "/v1/staff/sign-in/denver")).json()
    assert ways == {"provider": {"name": "City account"}}
    signed_in = await desk.sign_in()
    assert signed_in["outcome"] == "signed_in"
    assert signed_in["account"]["provider"]
    assert signed_in["account"]["roles"] == ["call_taker"]
    who = (await desk.who(signed_in["session"])).json()
    assert (who["step"], who["account"]["login"], who["account"]["name"]) == (
        "done",
        "m.diaz@denver.example",
        "Maria Diaz",
    )
    assert (await desk.ask("GET", "/v1/agencies/denver/cases", signed_in["session"])).status_code == 200
    assert (await desk.ask("GET", "/v1/agencies/denver/accounts", signed_in["session"])).status_code == 403
    login = "m.diaz@denver.example"
    made = {"account": login, "roles": ["call_taker"], "by": "provider"}
    assert ("create_account", "civicline", "system", made) in trail(desk.casework)
    assert ("sign_in", login, "call_taker", {"by": "provider"}) in trail(desk.casework)


async def test_the_address_holds_a_challenge_a_state_and_a_nonce_and_never_a_secret(desk: Desk) -> None:
    first, second = await desk.begin(), await desk.begin()
    for wanted in (
        "code_challenge_method=S256",
        "code_challenge=",
        "nonce=",
        f"state={first['state']}",
        "response_type=code",
    ):
        assert wanted in first["address"]
    assert first["state"] != second["state"]
    with desk.casework.services.database.reading() as session:
        kept = list(session.scalars(select(ProviderTry)))
    assert all(one.verifier not in first["address"] and one.digest != first["state"] for one in kept)
    assert "secret" not in first["address"]


async def test_an_answer_counts_once_and_for_its_own_state_only(desk: Desk) -> None:
    brought = desk.provider.lets_in((await desk.begin())["address"], "7f3a")
    other = await desk.begin()
    mixed = await desk.finish(brought | {"state": other["state"]})
    assert mixed == {"outcome": "refused", "why": "over"}, (
        "the provider holds the code to the challenge of the other try"
    )
    assert (await desk.finish(brought))["why"] == "over", "its code was spent"
    fresh = desk.provider.lets_in((await desk.begin())["address"], "7f3a")
    assert (await desk.finish(fresh))["outcome"] == "signed_in"
    assert (await desk.finish(fresh)) == {"outcome": "refused", "why": "over"}
    assert (await desk.finish({"state": "made-up", "code": "x"}))["why"] == "over"
    assert ("sign_in_refused", "unknown", "system", {"wrong": "provider", "why": "over"}) in trail(desk.casework)


async def test_whoever_says_no_there_is_not_signed_in_here(desk: Desk) -> None:
    brought = desk.provider.refuses((await desk.begin())["address"])
    state = (await desk.begin())["state"]
    assert (await desk.finish({"state": state, **brought}))["why"] == "refused_there"


async def test_the_provider_changes_its_key_and_people_still_come_in(desk: Desk) -> None:
    assert (await desk.sign_in())["outcome"] == "signed_in"
    desk.provider.new_key()
    assert (await desk.sign_in())["outcome"] == "signed_in"


async def test_roles_follow_the_provider_and_who_has_none_left_is_out_at_once(desk: Desk) -> None:
    first = await desk.sign_in()
    desk.provider.knows("7f3a", preferred_username="m.diaz@denver.example", name="Maria Diaz", groups=["Supervisors"])
    second = await desk.sign_in()
    assert second["account"]["roles"] == ["supervisor"]
    assert (await desk.who(first["session"])).status_code == 401, "a session of other roles is over"
    desk.provider.knows("7f3a", preferred_username="m.diaz@denver.example", name="Maria Diaz", groups=["Bowling"])
    assert (await desk.sign_in()) == {"outcome": "refused", "why": "no_role"}
    assert (await desk.who(second["session"])).status_code == 401
    desk.provider.knows("new", preferred_username="n.new@denver.example", groups=["Bowling"])
    assert (await desk.sign_in("new"))["why"] == "no_role"
    with desk.casework.services.database.reading() as session:
        logins = [one.login for one in session.scalars(select(StaffAccount))]
    assert logins == ["m.diaz@denver.example"], "who may nothing gets no account"


async def test_a_person_is_the_providers_id_of_them_not_their_name(desk: Desk) -> None:
    assert (await desk.sign_in())["outcome"] == "signed_in"
    desk.provider.knows(
        "other", preferred_username="m.diaz@denver.example", name="Another Diaz", groups=["Supervisors"]
    )
    assert (await desk.sign_in("other"))["why"] == "login_taken"
    desk.provider.knows("7f3a", preferred_username="m.diaz-new@denver.example", name="Maria D. Lee", groups=["Desk"])
    again = await desk.sign_in()
    assert (again["account"]["login"], again["account"]["name"]) == ("m.diaz@denver.example", "Maria D. Lee")


async def test_a_local_account_becomes_the_providers_when_an_administrator_says_so_and_back(desk: Desk) -> None:
    ada = colleague(desk.casework, "administrator", login="a.novak")
    await ada.sign_in()
    diaz = colleague(desk.casework, "call_taker", login="m.diaz")
    await diaz.sign_in()
    desk.provider.knows("7f3a", preferred_username="m.diaz", name="Maria Diaz", groups=["Desk"])
    assert (await desk.sign_in())["why"] == "login_taken", "a login is nobody's proof"
    told = await ada.ask("PATCH", "/v1/agencies/denver/accounts/m.diaz", json={"provider": True})
    assert told.json()["provider"] is True
    assert (await diaz.ask("GET", "/v1/staff/session")).status_code == 401
    assert (await diaz.give_password())["outcome"] == "refused", "the old password is worth nothing"
    assert (await desk.sign_in())["account"]["login"] == "m.diaz"
    desk.provider.knows("other", preferred_username="m.diaz", groups=["Supervisors"])
    assert (await desk.sign_in("other"))["why"] == "login_taken", "whoever came first it is"
    roles = await ada.ask("PATCH", "/v1/agencies/denver/accounts/m.diaz", json={"roles": ["supervisor"]})
    assert roles.status_code == 409
    assert "identity provider" in roles.json()["error"]["message"]
    password = (await ada.ask("POST", "/v1/agencies/denver/accounts/m.diaz/reset")).json()["password"]
    assert (await desk.sign_in())["why"] == "login_taken"
    assert (await replace(diaz, password=password).give_password())["outcome"] == "enrolment"


async def test_the_last_administrator_with_a_password_stays_for_the_day_when_the_provider_is_away(desk: Desk) -> None:
    ada = colleague(desk.casework, "administrator", login="a.novak")
    await ada.sign_in()
    desk.provider.knows("it", preferred_username="i.t", groups=["IT"])
    assert (await desk.sign_in("it"))["outcome"] == "signed_in"
    refused = await ada.ask("PATCH", "/v1/agencies/denver/accounts/a.novak", json={"provider": True})
    assert refused.status_code == 409
    assert "with a password here" in refused.json()["error"]["message"]
    desk.provider.behaves(down=["/.well-known/openid-configuration"])
    desk.set_up()
    assert (await desk.begin()) == {"outcome": "refused", "why": "set_up_wrong"}
    assert (await ada.ask("GET", "/v1/agencies/denver/accounts")).status_code == 200
    ada.session = ""
    assert (await ada.give_password())["outcome"] == "second_factor"


async def test_who_is_switched_off_here_does_not_come_in_by_the_provider(desk: Desk) -> None:
    ada = colleague(desk.casework, "administrator", login="a.novak")
    await ada.sign_in()
    signed_in = await desk.sign_in()
    address = "/v1/agencies/denver/accounts/m.diaz@denver.example"
    assert (await ada.ask("PATCH", address, json={"disabled": True})).status_code == 200
    assert (await desk.who(signed_in["session"])).status_code == 401
    assert (await desk.sign_in())["why"] == "off"


async def test_the_second_factor_is_the_providers_and_it_has_to_say_so_where_the_agency_wants_it(desk: Desk) -> None:
    desk.set_up(second_factor={"acr": ["urn:city:mfa"], "amr": ["mfa", "hwk"]})
    assert "acr_values=urn%3Acity%3Amfa" in (await desk.begin())["address"]
    assert (await desk.sign_in())["why"] == "second_factor"
    desk.provider.behaves(claims={"amr": ["pwd", "mfa"]})
    assert (await desk.sign_in())["outcome"] == "signed_in"
    desk.provider.behaves(claims={"acr": "urn:city:mfa"})
    assert (await desk.sign_in())["outcome"] == "signed_in"


async def test_somebody_who_signed_in_there_too_long_ago_has_to_do_it_again(desk: Desk) -> None:
    desk.set_up(max_age_minutes=60)
    assert "max_age=3600" in (await desk.begin())["address"]
    assert (await desk.sign_in())["outcome"] == "signed_in"
    desk.provider.behaves(claims={"auth_time": int(time.time()) - 2 * 3600})
    assert (await desk.sign_in())["why"] == "over"


async def test_signing_out_names_where_one_is_signed_out_there_and_a_local_session_has_none(desk: Desk) -> None:
    signed_in = await desk.sign_in()
    address = (await desk.who(signed_in["session"])).json()["sign_out_address"]
    assert address.startswith(f"{desk.provider.issuer}/oauth2/end_session?client_id={CLIENT}")
    assert "post_logout_redirect_uri=https%3A%2F%2Fconsole.example.org%2Fsign-in" in address
    assert (await desk.ask("DELETE", "/v1/staff/session", signed_in["session"])).status_code == 204
    assert (await desk.who(signed_in["session"])).status_code == 401
    assert ("sign_out", "m.diaz@denver.example", "call_taker", {}) in trail(desk.casework)
    ada = colleague(desk.casework, "administrator", login="a.novak")
    await ada.sign_in()
    assert "sign_out_address" not in (await ada.ask("GET", "/v1/staff/session")).json()
    desk.set_up(sign_out_there=False)
    again = await desk.sign_in()
    assert "sign_out_address" not in (await desk.who(again["session"])).json()


async def test_claims_that_are_not_in_the_token_are_asked_for_and_deeper_ones_found(desk: Desk) -> None:
    desk.provider.behaves(claims={"groups": None, "preferred_username": None})
    assert (await desk.sign_in())["account"]["roles"] == ["call_taker"]
    desk.set_up(roles_claim="realm_access.roles")
    desk.provider.behaves(claims={"realm_access": {"roles": ["Supervisors"]}})
    assert (await desk.sign_in())["account"]["roles"] == ["supervisor"]


WRONG: dict[str, tuple[dict[str, Any], dict[str, Any], str]] = {
    "another issuer": (
        {},
        {"discovery": {"issuer": "https://elsewhere.example"}},
        "calls itself https://elsewhere.example",
    ),
    "no provider there": ({"issuer": "http://127.0.0.1:9"}, {}, "cannot be reached"),
    "another path": ({"issuer": "ISSUER/realm"}, {}, "answers 404"),
    "no PKCE": ({}, {"discovery": {"code_challenge_methods_supported": ["plain"]}}, "does not take PKCE"),
    "open endpoints": ({}, {"discovery": {"token_endpoint": "http://login.example/token"}}, "not protected by https"),
    "no endpoint": ({}, {"discovery": {"authorization_endpoint": None}}, "does not fit: authorization_endpoint"),
    "only secrets sign": (
        {},
        {"discovery": {"id_token_signing_alg_values_supported": ["HS256", "none"]}},
        "none of our kinds",
    ),
    "no certificate": ({"ca_file": "secret"}, {}, "ca_file holds no certificate"),
}
WRONG_LATER: dict[str, tuple[dict[str, Any], dict[str, Any], str]] = {
    "no keys": ({}, {"down": ["/jwks"]}, "no keys"),
    "wrong secret": ({"client_secret_file": "other"}, {}, "does not know client_id with this secret"),
    "wrong client": ({"client_id": "somebody-else"}, {}, "does not know client_id with this secret"),
    "for somebody else": ({}, {"claims": {"aud": "another-client"}}, "compare client_id"),
    "of somebody else": ({}, {"claims": {"iss": "https://elsewhere.example"}}, "does not fit in 'iss'"),
    "another nonce": ({}, {"claims": {"nonce": "another"}}, "answers another signing in"),
    "no nonce": ({}, {"claims": {"nonce": None}}, "answers another signing in"),
    "no subject": ({}, {"claims": {"sub": None}}, "does not fit in 'sub'"),
    "too late": ({}, {"claims": {"exp": 1_700_000_000, "iat": 1_699_999_000}}, "set the clocks"),
    "not yet": ({}, {"claims": {"iat": 4_000_000_000}}, "set the clocks"),
    "a foreign key": ({}, {"sign": "other key"}, "not signed with one of its keys"),
    "unsigned": ({}, {"sign": "none"}, "not signed with one of its keys"),
    "signed with the secret": ({}, {"sign": "HS256"}, "not signed with one of its keys"),
    "no roles": ({"roles_claim": "roles"}, {}, "does not say 'roles' (roles_claim)"),
    "too many groups": (
        {"roles_claim": "roles"},
        {"claims": {"_claim_names": {"roles": "src1"}}},
        "because it is too long",
    ),
    "roles that are no list": ({}, {"claims": {"groups": {"Desk": True}}}, "is no list of words"),
    "no login": ({"login_claim": "upn"}, {}, "does not say 'upn' (login_claim)"),
    "a strange login": ({}, {"claims": {"preferred_username": "M Diaz; x"}}, "is no login"),
    "away": ({}, {"down": ["/oauth2/token"]}, "answers 503"),
    "not who was asked": (
        {},
        {"discovery": {"authorization_response_iss_parameter_supported": True}},
        "another provider",
    ),
    "no time": ({"max_age_minutes": 5}, {"claims": {"auth_time": None}}, "does not say when somebody signed in"),
}


def _changed(changed: dict[str, Any], provider: Provider, tmp_path: Path) -> dict[str, Any]:
    (tmp_path / "other").write_text("not the secret")
    paths = {name: str(tmp_path / changed[name]) for name in ("client_secret_file", "ca_file") if name in changed}
    issuer = {"issuer": changed["issuer"].replace("ISSUER", provider.issuer)} if "issuer" in changed else {}
    return changed | paths | issuer


@pytest.fixture
def empty(migrated_casework: Path, tmp_path: Path) -> Iterator[Database]:
    """A database; what is wrong shows without the rest of casework."""
    shutil.copy(migrated_casework, tmp_path / "casework.db")
    database = Database(f"sqlite:///{tmp_path / 'casework.db'}", 1)
    yield database
    database.close()


@pytest.mark.parametrize("wrong", WRONG)
async def test_what_is_set_up_wrong_is_one_sentence_before_anybody_goes_there(
    empty: Database, provider: Provider, wrong: str, caplog: pytest.LogCaptureFixture, tmp_path: Path
) -> None:
    changed, control, sentence = WRONG[wrong]
    provider.behaves(**control)
    path = identity_file(tmp_path, provider, **_changed(changed, provider, tmp_path))
    signing_in = ProviderSigningIn(empty, read_providers(path, ["denver"]))
    with pytest.raises(WrongProvider):
        await signing_in.begin("denver", datetime.now(UTC))
    assert _problem(caplog, sentence)


@pytest.mark.parametrize("wrong", WRONG_LATER)
async def test_what_the_provider_says_wrongly_lets_nobody_in_and_is_one_sentence(
    empty: Database, provider: Provider, wrong: str, caplog: pytest.LogCaptureFixture, tmp_path: Path
) -> None:
    changed, control, sentence = WRONG_LATER[wrong]
    provider.behaves(**control)
    path = identity_file(tmp_path, provider, **_changed(changed, provider, tmp_path))
    signing_in = ProviderSigningIn(empty, read_providers(path, ["denver"]))
    going = await signing_in.begin("denver", datetime.now(UTC))
    brought = provider.lets_in(going.address, "7f3a")
    with pytest.raises(WrongProvider):
        await signing_in.finish("denver", going.state, Answer(brought["code"]), datetime.now(UTC))
    assert _problem(caplog, sentence)
    with empty.reading() as session:
        assert session.scalar(select(StaffAccount)) is None
        assert [one.action for one in session.scalars(select(AuditEntry))] == ["sign_in_refused"]


def _problem(caplog: pytest.LogCaptureFixture, sentence: str) -> bool:
    problems = [record.problem for record in caplog.records if hasattr(record, "problem")]
    assert len(problems) == 1, problems
    assert sentence in problems[0], problems[0]
    assert SECRET not in problems[0]
    assert "Diaz" not in problems[0]
    return True


async def test_an_agency_without_a_provider_says_so_and_lets_nobody_try(casework: Running) -> None:
    console = {"Authorization": f"Bearer {credential(casework, 'console')}"}
    assert (await casework.client.get("/v1/staff/sign-in/denver", headers=console)).json() == {}
    asked = {"json": {"agency": "denver"}, "headers": console}
    assert (await casework.client.post("/v1/staff/provider-sign-in", **asked)).status_code == 404
    ada: Colleague = colleague(casework, "administrator", login="a.novak")
    await ada.sign_in()
    linked = await ada.ask("PATCH", "/v1/agencies/denver/accounts/a.novak", json={"provider": True})
    assert linked.status_code == 409


FAULTS = {
    "nothing": ("", "there is no agency in it"),
    "another agency": ("boulder: {}", "line 1: there is no agency 'boulder'"),
    "an open issuer": (
        "denver:\n  issuer: http://login.example",
        "line 2: in 'issuer': that is no address that is protected",
    ),
    "no issuer": ("denver:\n  client_id: x", "'issuer' is missing"),
    "an unknown role": ("denver:\n  roles:\n    Desk: [boss]", "line 3: 'Desk' cannot be 'boss'"),
    "another way back": ("denver:\n  redirect: https://console.example/cb", "line 2: in 'redirect': that is not where"),
    "no openid": ("denver:\n  scopes: [profile]", "line 2: in 'scopes': openid is not among them"),
    "a slip": ("denver:\n  isuer: x", "line 2: 'isuer' is not known here"),
    "no YAML": ("denver: [", "line 1"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_in_the_file_stops_the_start_with_its_line(tmp_path: Path, fault: str) -> None:
    written, sentence = FAULTS[fault]
    path = tmp_path / "identity.yml"
    path.write_text(written)
    with pytest.raises(BrokenAgencyFile) as stopped:
        read_providers(path, ["denver"])
    assert sentence in str(stopped.value), str(stopped.value)


def test_a_secret_that_is_not_there_stops_the_start(tmp_path: Path, provider: Provider) -> None:
    path = identity_file(tmp_path, provider, client_secret_file=str(tmp_path / "gone"))
    with pytest.raises(BrokenAgencyFile, match="client_secret_file cannot be read"):
        read_providers(path, ["denver"])
