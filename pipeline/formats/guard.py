"""Which network addresses may be connected to: public ones, after names are resolved, unless somebody allows others."""

import ipaddress
import socket
from collections.abc import Callable, Sequence

from pipeline.errors import SourceError

Resolve = Callable[[str, int], Sequence[str]]
"""Gives the addresses of a host."""
NAT64 = ipaddress.ip_network("64:ff9b::/96")
"""IPv6 addresses with an IPv4 one in their last four bytes (RFC 6052)."""


def resolve(host: str, port: int) -> Sequence[str]:
    """Ask the system for the addresses of a host.

    Raises:
        SourceError: There is no such host.
    """
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise SourceError(f"{host} cannot be found: {error}") from error
    return [str(entry[4][0]) for entry in found]


def checked_address(host: str, port: int, *, is_private_allowed: bool, resolver: Resolve = resolve) -> str:
    """Give the address to connect to. The connection has to go to just this one: a name may resolve anew to another.

    Raises:
        SourceError: The host has an address that is not public, or none.
    """
    addresses = resolver(host, port)
    if not addresses:
        raise SourceError(f"{host} cannot be found")
    for address in addresses:
        if not is_private_allowed and not is_public(address):
            raise SourceError(f"{host} is at {address}, which is no public address: --allow-private lets it be fetched")
    return addresses[0]


def is_public(address: str) -> bool:
    """Tell whether an address is one of the public internet, also where it wraps another."""
    try:
        parsed = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if isinstance(parsed, ipaddress.IPv6Address):
        wrapped = parsed.ipv4_mapped or parsed.sixtofour or (parsed.teredo[1] if parsed.teredo else None)
        if parsed in NAT64:
            wrapped = ipaddress.IPv4Address(parsed.packed[-4:])
        if wrapped is not None:
            return is_public(str(wrapped))
    return parsed.is_global and not parsed.is_multicast
