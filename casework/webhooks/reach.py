"""Where webhooks may go: to addresses of the public internet, and inside only to hosts that the operator named (CIVICLINE_WEBHOOK_HOSTS).

An address is checked when it is put in and again each time it is called, after its name was resolved; what was checked is what is
connected to, so a name that changes its mind in between leads nowhere else.
"""

from __future__ import annotations

import asyncio
import ipaddress
import socket
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from urllib.parse import urlsplit

import httpx

from casework.errors import BadRequest

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Resolve = Callable[[str, int], Awaitable[list[str]]]
RESOLVE_S = 5.0
# where clouds keep a machine's secrets, beside the link-local ones: Alibaba Cloud, Azure, AWS; no setting opens these
_CLOUDS = frozenset(map(ipaddress.ip_address, ("100.100.100.200", "168.63.129.16", "fd00:ec2::254")))
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
_UNICAST = ipaddress.IPv6Network("2000::/3")
_MOST_TRIED = 4  # addresses of a name: all are tried within the time for which a delivery is leased
# endings of names that the public's name servers do not know (RFC 6761, 6762, 8375; ICANN on .internal), and usual ones of offices
_INSIDE_ENDINGS = (
    ".localhost", ".local", ".localdomain", ".internal", ".intranet", ".private", ".corp", ".home", ".lan", ".home.arpa", ".test",
    ".invalid",
)  # fmt: skip
_NOT_CALLED = (
    "url does not fit: this address lies inside, where webhooks do not go; "
    "the operator can name its host in CIVICLINE_WEBHOOK_HOSTS."
)


class NotCalled(httpx.TransportError):
    """The name leads now where webhooks do not go."""


@dataclass(frozen=True)
class Target:
    """What is called: `address` is connected to, and the request and its certificate are the host's."""

    host: str
    address: str


async def by_name_server(host: str, port: int) -> list[str]:
    """Every address of a name. Raises OSError or TimeoutError."""
    found = asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(one[4][0]).split("%")[0] for one in await asyncio.wait_for(found, RESOLVE_S)))


@dataclass(frozen=True)
class Reach:
    """`inside`: hosts that may lie inside, by name or address."""

    inside: frozenset[str] = frozenset()
    resolve: Resolve = by_name_server

    @classmethod
    def of(cls, named: str) -> Reach:
        """Of the setting: names with blanks between."""
        return cls(frozenset(map(_plain, named.split())))

    def check(self, url: str) -> None:
        """What is wrong can be seen without asking anybody. Raises BadRequest."""
        try:
            parts = urlsplit(url)
            host, port = parts.hostname or "", parts.port
        except ValueError:
            raise BadRequest("url does not fit: it is no address.") from None
        if parts.username or parts.password or (port is not None and port < 1):
            raise BadRequest("url does not fit: leave user name and password out; the signature says who sends.")
        name, address = _plain(host), numeric(host)
        at_home = name == "localhost" or (address is not None and address.is_loopback)
        if not name or (parts.scheme != "https" and not at_home):
            raise BadRequest("url does not fit: it begins with https://, or with http:// for this machine.")
        is_named = name in self.inside
        if address is not None and not may_be_called(address, is_named):
            raise BadRequest(_NOT_CALLED)
        if address is None and not is_named and ("." not in name or name.endswith(_INSIDE_ENDINGS)):
            raise BadRequest(_NOT_CALLED)

    async def check_resolved(self, url: str) -> None:
        """The same after its name was resolved; one that is not known yet is looked at when it is called. Raises BadRequest."""
        self.check(url)
        try:
            await self.targets(httpx.URL(url))
        except NotCalled:
            raise BadRequest(_NOT_CALLED) from None
        except (httpx.InvalidURL, UnicodeError):
            raise BadRequest("url does not fit: it is no address.") from None
        except httpx.TransportError:
            return

    async def targets(self, url: httpx.URL) -> list[Target]:
        """What may be connected to, in the name server's order. Raises NotCalled when one of them may not, httpx.ConnectError for none."""
        host = _plain(url.host)
        try:
            written = [str(own)] if (own := numeric(host)) else await self.resolve(host, url.port or 443)
        except (OSError, UnicodeError) as error:
            raise httpx.ConnectError("the name is not known") from error
        found = [numeric(one) for one in written]
        if not found:
            raise httpx.ConnectError("the name has no address")
        if not all(one is not None and may_be_called(one, host in self.inside) for one in found):
            raise NotCalled("it leads inside")
        return [Target(url.host.rstrip("."), one) for one in written[:_MOST_TRIED]]


def may_be_called(address: Address, is_named: bool) -> bool:
    """Whether webhooks may go there; `is_named`: the operator said that its host lies inside."""
    within = _within(address)
    if within is not None and not may_be_called(within, is_named):
        return False
    never = address in _CLOUDS or address.is_link_local or address.is_multicast or address.is_unspecified
    return not never and (is_named or (address.is_global and (address.version == 4 or _is_given_out(address))))


def _is_given_out(address: Address) -> bool:
    """Of the one part of IPv6 in which the internet lies, or a way to an old address that was looked at by itself (RFC 4291, 6052)."""
    return address in _UNICAST or address in _NAT64


def numeric(host: str) -> Address | None:
    """The address that is written in numbers, in any of the ways that a resolver understands (2852039166, 0xa9fea9fe)."""
    try:
        found = ipaddress.ip_address(host.strip("[]"))
    except ValueError:
        try:
            return ipaddress.IPv4Address(socket.inet_aton(host))
        except (OSError, ValueError):
            return None
    return (found.ipv4_mapped or found) if isinstance(found, ipaddress.IPv6Address) else found


def _within(address: Address) -> Address | None:
    """The old address that a new one leads to: 6to4, Teredo, NAT64."""
    if isinstance(address, ipaddress.IPv4Address):
        return None
    if address in _NAT64:
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    return address.sixtofour or (address.teredo[1] if address.teredo else None)


def _plain(host: str) -> str:
    """A name as it is compared; an address as it is written shortest."""
    name = host.strip().strip("[]").rstrip(".").lower()
    found = numeric(name) if name else None
    return str(found) if found is not None else name
