"""Which addresses of the network may be reached: only those of the open internet, whatever form they are written in."""

import ipaddress

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
_NAT64 = (ipaddress.ip_network("64:ff9b::/96"), ipaddress.ip_network("64:ff9b:1::/48"))
_COMPATIBLE = ipaddress.ip_network("::/96")
# Special blocks that the standard library calls global in one version and not in another.
_SPECIAL = tuple(
    ipaddress.ip_network(block)
    for block in (
        "192.0.0.0/24 192.88.99.0/24 192.31.196.0/24 192.52.193.0/24 192.175.48.0/24 2001::/23 2001:db8::/32 3fff::/20 5f00::/16"
    ).split()
)


def is_public(address: Address) -> bool:
    """True for an address of the open internet; one that wraps another (mapped, 6to4, Teredo, NAT64) is judged by what it wraps too."""
    if address.is_multicast or address.is_reserved or address.is_unspecified or not address.is_global:
        return False
    if any(address.version == block.version and address in block for block in _SPECIAL):
        return False
    if isinstance(address, ipaddress.IPv6Address):
        return all(is_public(inner) for inner in _wrapped(address)) and address.scope_id is None
    return True


def _wrapped(address: ipaddress.IPv6Address) -> list[ipaddress.IPv4Address]:
    inner = [address.ipv4_mapped, address.sixtofour, *(address.teredo or ())]
    if any(address in block for block in (*_NAT64, _COMPATIBLE)):
        inner.append(ipaddress.IPv4Address(int(address) & 0xFFFFFFFF))
    return [each for each in inner if each is not None]
