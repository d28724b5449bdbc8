"""Wires the connector: the only place that knows everybody."""

import asyncio
import ssl
from collections.abc import AsyncIterator, Awaitable
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from typing import Any

import httpx

from buckets.errors import BadAddress
from casework_client.client import CaseworkClient
from casework_client.wire_httpx import casework_over
from signatures import tls
from voice_connector.agency_line import AgencyLine, load_agency_line, load_other_agency_lines
from voice_connector.bot.client import Bot, RasaBot
from voice_connector.bot.holding import HoldingBot
from voice_connector.bot.lines import fixed_lines
from voice_connector.bot.replies import SLOW_RATE
from voice_connector.call.parts import Parts
from voice_connector.capacity.admission import Admission
from voice_connector.capacity.keeping import Keeper, most_calls, most_late, rounded
from voice_connector.capacity.measuring import measure_pace
from voice_connector.capacity.model import Pace
from voice_connector.chats.chats import Chats
from voice_connector.chats.in_folder import InFolder
from voice_connector.chats.sealing import Seal
from voice_connector.chats.store import Store
from voice_connector.clock import RealClock
from voice_connector.errors import SettingsWrong
from voice_connector.exchange import Exchange
from voice_connector.fallback import make_ready
from voice_connector.log import logger
from voice_connector.metrics import Metrics
from voice_connector.records.elsewhere import Elsewhere, InBucket, Nowhere
from voice_connector.records.record import Redaction
from voice_connector.records.spool import Spool
from voice_connector.rehearsal import rehearse
from voice_connector.settings import Settings
from voice_connector.sources import Sources
from voice_connector.speech.engines import build_engines, pools_of
from voice_connector.speech.errors import EngineBusy, EngineTimeout, EngineUnavailable
from voice_connector.speech.interfaces import Engines
from voice_connector.speech.tts.recorded import with_recordings
from voice_connector.transfer.tickets import Tickets

_UNMEASURED_CALLS = 10
_BOT_CONNECTIONS = httpx.Limits(max_connections=100, max_keepalive_connections=40)


@dataclass(frozen=True)
class Connector:
    """A connector that can take calls."""

    settings: Settings
    exchange: Exchange
    metrics: Metrics
    bot: Bot
    casework: CaseworkClient
    spool: Spool
    engines: Engines
    agency_line: AgencyLine
    chats: Chats


@asynccontextmanager
async def open_connector(settings: Settings) -> AsyncIterator[Connector]:
    """Builds everything, warm, and takes it down again. Raises SettingsWrong with one sentence."""
    agency_line = load_agency_line(settings.agency, settings.languages)
    agency_lines = (agency_line, *load_other_agency_lines(settings.agency, settings.languages))
    engines = _engines(settings, agency_lines)
    recordings = {sentence: sound for one in reversed(agency_lines) for sentence, sound in one.recordings.items()}
    engines = replace(engines, synthesiser=await with_recordings(engines.synthesiser, recordings))
    async with _bot_client(settings) as bot_http, _casework_client(settings) as casework_http:
        connector = await _wire(settings, agency_lines, engines, bot_http, casework_http)
        words = [text for one in agency_lines for text in (*one.wording, *one.lines.fixed)]
        texts = (*await asyncio.to_thread(fixed_lines, settings.bot_domain), *words)
        rates = (1.0, SLOW_RATE)
        rehearsing = rehearse(texts, engines.synthesiser, connector.exchange, RealClock(), rates)
        around = [asyncio.create_task(one) for one in (connector.spool.run(), rehearsing, connector.chats.run())]
        if connector.exchange.admission.measured:
            around.append(asyncio.create_task(_keeper(settings, engines, connector.exchange).run()))
        for task in around:
            task.add_done_callback(_told_when_it_breaks)
        try:
            yield connector
        finally:
            for task in around:
                task.cancel()
            await asyncio.gather(*around, return_exceptions=True)
            await engines.close()


def _told_when_it_breaks(task: "asyncio.Task[Any]") -> None:
    """What runs beside the calls has no caller who would notice."""
    if not task.cancelled() and (error := task.exception()) is not None:
        logger.error("something beside the calls broke and does not run any more", exc_info=error)


def _engines(settings: Settings, agency_lines: tuple[AgencyLine, ...]) -> Engines:
    streets = tuple(dict.fromkeys(street for agency_line in agency_lines for street in agency_line.streets))
    said = {
        name: spelling
        for agency_line in reversed(agency_lines)
        for name, spelling in agency_line.pronunciations.items()
    }
    own = {"streets": settings.speech.streets or streets, "pronunciations": said, "countries": _countries(agency_lines)}
    speech = settings.speech.model_copy(update=own)
    try:
        return build_engines(speech)
    except EngineUnavailable as error:
        raise SettingsWrong(str(error)) from None


def _countries(agency_lines: tuple[AgencyLine, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(agency_line.country for agency_line in agency_lines if agency_line.country)) or ("US",)


def _bot_client(settings: Settings) -> httpx.AsyncClient:
    timeout = httpx.Timeout(settings.bot_timeout_ms / 1000)
    token, address = settings.bot_token.get_secret_value(), str(settings.rasa_url)
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    return httpx.AsyncClient(
        base_url=address, timeout=timeout, headers=headers, limits=_BOT_CONNECTIONS, trust_env=False, verify=_trusted()
    )


def _casework_client(settings: Settings) -> httpx.AsyncClient:
    token = (settings.casework_token or settings.service_token).get_secret_value()
    timeout = httpx.Timeout(settings.casework_timeout_ms / 1000)
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    return httpx.AsyncClient(
        base_url=str(settings.casework_url), timeout=timeout, headers=headers, trust_env=False, verify=_trusted()
    )


def _trusted() -> ssl.SSLContext | bool:
    """Whose certificates count; True: those that the system trusts."""
    try:
        return tls.asking() or True
    except tls.BadTls as error:
        raise SettingsWrong(str(error)) from None


async def _wire(
    settings: Settings,
    agency_lines: tuple[AgencyLine, ...],
    engines: Engines,
    bot_http: httpx.AsyncClient,
    casework_http: httpx.AsyncClient,
) -> Connector:
    """`agency_lines`: the environment's agency first."""
    clock, metrics, redaction = RealClock(), Metrics(), Redaction()
    bot = HoldingBot(RasaBot(bot_http, settings.bot_timeout_ms / 1000), clock, settings.bot_hold_s)
    casework = casework_over(casework_http)
    spool = Spool(settings.spool_dir, casework, clock, settings.spool_retry_s, redaction, _elsewhere(settings))
    await _warm_up(engines, agency_lines[0], redaction)
    tickets = Tickets(casework, settings.casework_timeout_ms / 1000, spool)
    parts, *others = [
        Parts(
            agency_line=agency_line,
            engines=engines,
            bot=bot,
            tickets=tickets,
            clock=clock,
            settings=settings.call.with_agency(agency_line.voice),
            ready_made=await make_ready(
                engines.synthesiser, agency_line.lines.technical_failure, agency_line.emergency_say
            ),
            language_keys={**agency_line.language_keys, **settings.language_keys},
        )
        for agency_line in agency_lines
    ]
    sources = Sources(settings.service_token.get_secret_value())
    exchange = Exchange(parts, spool, redaction, metrics, await _admission(settings, engines), others, sources)
    chats = chats_of(settings, exchange)
    return Connector(settings, exchange, metrics, bot, casework, spool, engines, agency_lines[0], chats)


def chats_of(settings: Settings, exchange: Exchange) -> Chats:
    """Raises SettingsWrong for an address that is no Valkey's."""
    store: Store = InFolder(settings.chats_dir)
    if settings.chats:
        from voice_connector.chats.in_valkey import InValkey  # the library is loaded only where it is used

        try:
            store = InValkey(settings.chats)
        except ValueError:
            raise SettingsWrong("The setting CIVICLINE_CHATS is no address such as redis://host:6379/2.") from None
    seal = Seal(settings.service_token.get_secret_value())
    return Chats(exchange, store, seal, RealClock(), settings.longest_chat_idle_s)


def _elsewhere(settings: Settings) -> Elsewhere:
    if not settings.spool:
        return Nowhere()
    from buckets.bucket import Bucket  # the library is loaded only where a bucket is used

    try:
        return InBucket(Bucket(settings.spool))
    except BadAddress as error:
        raise SettingsWrong(f"The setting CIVICLINE_SPOOL is not usable: {error}.") from None


async def _admission(settings: Settings, engines: Engines) -> Admission:
    """As many calls as the operator says, or as the engines on this machine can serve in time."""
    most, late, measured = settings.most_calls, 0, False
    if most is None:
        most, late, measured = await _measured_calls(settings, engines)
    pools = [pool for _, pool in pools_of(engines)]
    return Admission(
        most,
        late,
        measured=measured,
        most_written=settings.most_chats,
        behind_after_s=settings.engines_behind_ms / 1000,
        waited_s=lambda: max((pool.waited_s for pool in pools), default=0.0),
        waits_s=lambda: max((pool.waits_s for pool in pools), default=0.0),
    )


async def _measured_calls(settings: Settings, engines: Engines) -> tuple[int, int, bool]:
    """The calls in time, those a little later, and whether they were measured.

    One too busy to be measured takes one call in time until it is, and more a little later.
    """
    try:
        pace = await measure_pace(engines, rounds=1)  # the keeper measures again, longer, as soon as nobody calls
    except (EngineBusy, EngineTimeout) as error:
        logger.warning("capacity is measured later; the machine is busy", error=type(error).__name__)
        return (
            1,
            _UNMEASURED_CALLS,
            True,
        )  # a little later, while the waits stay short: a busy start is no cliff for hours
    if pace is None:
        return _UNMEASURED_CALLS, 0, False
    most = most_calls(pace, settings.answer_within_ms)
    late = most_late(pace, settings.answer_late_ms)
    logger.info(
        "capacity was measured", calls=most, late=late, answer_within_ms=settings.answer_within_ms, pace=rounded(pace)
    )
    return most, late, True


def _keeper(settings: Settings, engines: Engines, exchange: Exchange) -> Keeper:
    """Measures again only while nobody is on the telephone."""

    def calls() -> int:
        return exchange.spoken

    def measure() -> Awaitable[Pace | None]:
        return measure_pace(engines, go_on=lambda: not calls())

    return Keeper(exchange.admission, measure, calls, settings.answer_within_ms, RealClock(), settings.answer_late_ms)


async def _warm_up(engines: Engines, agency_line: AgencyLine, redaction: Redaction) -> None:
    """Loads every model and speaks every fixed line, so that the first caller waits for nothing."""
    redacting = asyncio.create_task(
        asyncio.to_thread(redaction.load)
    )  # beside the engines, which load in their processes
    try:
        await engines.warm_up()
    except BaseException:
        await asyncio.gather(redacting, return_exceptions=True)
        raise
    try:
        await engines.synthesiser.prepare(agency_line.lines.fixed)
    except (EngineBusy, EngineTimeout) as error:  # a busy machine: the rehearsal speaks them a little later
        logger.warning("fixed lines are not ready yet; the machine is busy", error=type(error).__name__)
    try:
        await redacting
    except (ImportError, OSError) as error:
        logger.warning("transcripts will not be kept, because nothing can redact them", error=str(error))
