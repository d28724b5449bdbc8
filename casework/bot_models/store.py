"""Keeps what is told of the bot's models and what is wished of them; every wish and what came of it stands in the trail."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import Select, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from casework.bot_models.shapes import (
    OPEN,
    BotModel,
    ModelRegistry,
    ModelsTold,
    ModelWishAnswer,
    ModelWished,
    ModelWishRequest,
    State,
)  # fmt: skip
from casework.bot_models.tables import ModelReport, ModelWish
from casework.errors import BadRequest, Conflict, NotFound, RoleRefused
from casework.trail.actors import Actor, may
from casework.trail.entries import noted

_SHOWN = 20
SILENT_AFTER = timedelta(
    minutes=5
)  # a keeper tells once a minute; whoever is silent so long may be another one's machine by now
_ASKED_ALREADY = "Something is asked for already; wait until it is done, or take it back."


def keep(session: Session, agency: str, told: ModelRegistry, now: datetime) -> None:
    """In place of what was told before. Raises Conflict while another keeper, with other models, tells of the agency's."""
    before = session.get(ModelReport, agency, with_for_update=True)
    keeper = _keeper(before)
    if before is not None and keeper not in (None, told.keeper) and now - before.at < SILENT_AFTER:
        raise Conflict(
            f"Another keeper tells of the models of {agency}: {keeper}. End one of the two, or start it for another agency;"
            f" where it has ended, this one takes its place after {SILENT_AFTER.seconds // 60} minutes."
        )
    kept = told.model_copy(update={"keeper": None, "over": False}) if told.over else told
    session.merge(ModelReport(agency=agency, at=now, told=kept.model_dump(mode="json")))


def told(session: Session, agency: str, canary_share: float) -> ModelsTold:
    report = session.get(ModelReport, agency)
    rows = session.scalars(
        select(ModelWish).where(ModelWish.agency == agency).order_by(ModelWish.id.desc()).limit(_SHOWN)
    )
    return ModelsTold(
        heard_at=report.at if report else None,
        registry=ModelRegistry.model_validate(report.told) if report else None,
        canary_share=canary_share,
        wishes=[_wished(row) for row in rows],
    )


def waiting(session: Session, agency: str) -> list[ModelWished]:
    """What is not done yet, the oldest first."""
    return [_wished(row) for row in session.scalars(_open(agency).order_by(ModelWish.id))]


def wish(session: Session, agency: str, asked: ModelWishRequest, actor: Actor, now: datetime) -> ModelWished:
    """Keeps a wish that can be fulfilled as far as is known here; one at a time, but that going back does not wait for a training.

    Raises BadRequest, Conflict and RoleRefused.
    """
    report = session.get(ModelReport, agency)
    if report is None:
        raise Conflict("No machine has told of its models yet, so nothing can be asked of it.")
    open_ = session.scalar(_open(agency).limit(1))
    if open_ is not None and (asked.what, open_.what) != ("roll_back", "train"):
        raise Conflict(_ASKED_ALREADY)
    registry = ModelRegistry.model_validate(report.told)
    override = asked.what == "promote" and _may_go_live(registry, asked.model or "", asked.why, actor)
    if asked.what == "roll_back":
        _may_come_back(registry, asked)
    if open_ is not None:
        take_back(session, agency, open_.id, actor, now)
        session.flush()
    row = ModelWish(
        agency=agency, at=now, by=actor.id, role=actor.role, what=asked.what, model=asked.model, in_use=asked.in_use,
        why=asked.why, override=override, state="asked", said=None, ended_at=None,
    )  # fmt: skip
    session.add(row)
    try:
        session.flush()
    except IntegrityError:  # two at the same moment: the index of what is open takes one
        raise Conflict(_ASKED_ALREADY) from None
    about = {"wish": row.id, "model": asked.model, "in_use": asked.in_use, "why": asked.why, "override": override}
    noted(session, agency, actor, f"wish_{asked.what}", now, {name: it for name, it in about.items() if it})
    return _wished(row)


def take_back(session: Session, agency: str, wish_id: int, actor: Actor, now: datetime) -> ModelWished:
    """A wish that waits, or whose canary goes on. Raises NotFound, and Conflict once it is done."""
    row = _row(session, agency, wish_id)
    _end(row, "taken_back", row.said, now)
    noted(session, agency, actor, "take_back_wish", now, {"wish": row.id})
    return _wished(row)


def answered(
    session: Session, agency: str, wish_id: int, said: ModelWishAnswer, actor: Actor, now: datetime
) -> ModelWished:
    """What the machine says of it; what was done is true, also of a wish that was taken back meanwhile.

    Raises NotFound, and Conflict where it is over, another one is doing it, or another keeper's models are those that are shown.
    """
    keeper = _keeper(session.get(ModelReport, agency))
    if said.state != "done" and keeper is not None and keeper != said.keeper:
        raise Conflict(f"It is not this keeper's to do: {keeper} tells of the models of {agency}.")
    row = _row(session, agency, wish_id, (*OPEN, "taken_back") if said.state == "done" else OPEN)
    if said.state in ("doing", "goes_on"):
        if (row.state == "doing") != (said.state == "goes_on"):
            raise Conflict("It is being done already." if row.state == "doing" else "Nobody does it yet.")
        row.state, row.said = "doing", said.said or None
    else:
        _end(row, said.state, said.said or None, now)
        about = {"wish": row.id, "model": row.model, "asked_by": row.by, "said": (said.said or "")[:500]}
        noted(session, agency, actor, f"{row.what}_{said.state}", now, {name: it for name, it in about.items() if it})
    return _wished(row)


def _may_go_live(registry: ModelRegistry, name: str, why: str | None, actor: Actor) -> bool:
    """The gate's word stands: danger is overridden by nobody, the rest by a supervisor who says why. Whether that is done here."""
    model: BotModel | None = next((one for one in registry.models if one.name == name), None)
    if model is None:
        raise BadRequest(f"{name} is no model of the registry.")
    if name == registry.in_use:
        raise BadRequest(f"{name} answers callers already.")
    if model.verdict == "not_measured":
        raise BadRequest(f"{name} was not measured against the model in use: the gate is asked first.")
    if model.verdict == "never":
        raise BadRequest(f"{name} misses more emergencies or does worse in danger; that is overridden by nobody.")
    if model.verdict == "may_be_overridden":
        if not may("override_gate", actor.role):
            raise RoleRefused(f"{name} did not pass the gate; only a supervisor may promote it all the same.")
        if not (why or "").strip():
            raise BadRequest(f"{name} did not pass the gate: say why it is promoted all the same.")
        return True
    return False


def _may_come_back(registry: ModelRegistry, asked: ModelWishRequest) -> None:
    """Only what the page showed: a second press, or one that comes late, must not bring back what was just taken away."""
    if registry.in_use != asked.in_use:
        raise Conflict(f"{asked.in_use} is not in use any more; look at the page again.")
    if registry.before != asked.model:
        raise Conflict(f"{asked.model} is not the model before {asked.in_use}; look at the page again.")


def _keeper(report: ModelReport | None) -> str | None:
    return ModelRegistry.model_validate(report.told).keeper if report else None


def _open(agency: str) -> Select[ModelWish]:
    return select(ModelWish).where(ModelWish.agency == agency, ModelWish.state.in_(OPEN))


def _row(session: Session, agency: str, wish_id: int, states: tuple[State, ...] = OPEN) -> ModelWish:
    row = session.get(ModelWish, wish_id, with_for_update=True)
    if row is None or row.agency != agency:
        raise NotFound("There is no such wish.")
    if row.state not in states:
        raise Conflict("It is over already.")
    return row


def _end(row: ModelWish, state: str, said: str | None, now: datetime) -> None:
    row.state, row.said, row.ended_at = state, said, now


def _wished(row: ModelWish) -> ModelWished:
    return ModelWished.model_validate({name: getattr(row, name) for name in ModelWished.model_fields})
