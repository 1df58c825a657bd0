"""URLs as producers write them: hostile until shown otherwise. Nothing here raises for a URL, or fetches one."""

import re
from urllib.parse import SplitResult, urlsplit

from pipeline.text.wordlists import words

MAX_CHARS = 4096
"""Longer text is no address of an article."""

TRACKING_PREFIXES = ("utm_", "mtm_", "pk_", "hsa_", "_hs", "at_", "wt_", "fb_", "mc_", "oly_")
TRACKING_NAMES = words("""
    fbclid gclid gclsrc dclid gbraid wbraid msclkid yclid ysclid twclid ttclid li_fat_id igshid igsh vero_id _ga _gl
    _openstat cmpid ncid ocid cvid ref_src ref_url ns_mchannel ns_source ns_campaign ns_linkname ns_fee soc_src soc_trk
    guccounter guce_referrer guce_referrer_sig xtor spm
    """)
"""Query parameters that say how a reader came, not what is read."""

FOLDED_HOSTS = frozenset({"m", "mobile", "amp"})
"""First labels of hosts that serve another form of the same page."""
AMP_PATH = re.compile(r"^/amp(?=/)|/amp/?$|\.amp(?=$|\.html$)")
MIN_LABELS = 3
AMP_QUERY = frozenset({"amp", "amp=1", "amp=true", "outputtype=amp", "m=1"})

DEFAULT_PORTS = {"http": 80, "https": 443}
NEVER_IN_URLS = re.compile(r"[\x00-\x20\x7f\ud800-\udfff]+")


def canonical_url(url: str) -> str | None:
    """Write a URL in the one form that its variants share; None where it is no URL with a host.

    Scheme and host become lower case; default ports, credentials, fragments and tracking parameters go.
    """
    parts = _split(url)
    if parts is None:
        return None
    host, port = _host(parts), _port(parts)
    authority = f"[{host}]" if ":" in host else host
    if port is not None and port != DEFAULT_PORTS.get(parts.scheme):
        authority = f"{authority}:{port}"
    query = "&".join(pair for pair in parts.query.split("&") if pair and not _is_tracking(pair))
    return f"{parts.scheme}://{authority}{parts.path or '/'}" + (f"?{query}" if query else "")


def folded_url(url: str) -> str | None:
    """Write the canonical form of an address, with its mobile and AMP forms folded into the plain one."""
    plain = canonical_url(url)
    if plain is None:
        return None
    parts = urlsplit(plain)
    labels = parts.netloc.split(".")
    host = ".".join(labels[1:]) if len(labels) >= MIN_LABELS and labels[0] in FOLDED_HOSTS else parts.netloc
    path = AMP_PATH.sub("", parts.path) or "/"
    query = "&".join(pair for pair in parts.query.split("&") if pair and pair.lower() not in AMP_QUERY)
    return f"{parts.scheme}://{host}{path}" + (f"?{query}" if query else "")


def site_of(url: str) -> str | None:
    """Name the site of a URL: its host without a leading `www.`; None where it has none."""
    parts = _split(url)
    if parts is None:
        return None
    host = _host(parts)
    bare = host.removeprefix("www.")
    return bare if "." in bare else host


def _split(url: str) -> SplitResult | None:
    if len(url) > MAX_CHARS:
        return None
    try:
        parts = urlsplit(NEVER_IN_URLS.sub("", url))
        return parts if parts.scheme and _host(parts) else None
    except ValueError:
        return None


def _host(parts: SplitResult) -> str:
    return (parts.hostname or "").rstrip(".")


def _port(parts: SplitResult) -> int | None:
    try:
        return parts.port
    except ValueError:
        return None


def _is_tracking(pair: str) -> bool:
    name = pair.partition("=")[0].lower()
    return name in TRACKING_NAMES or name.startswith(TRACKING_PREFIXES)
