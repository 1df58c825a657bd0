"""What a site's robots.txt allows (RFC 9309)."""

from dataclasses import dataclass
from http import HTTPStatus
from urllib.robotparser import RobotFileParser

MAX_ROBOTS_BYTES = 524_288
"""As much of it as is read: RFC 9309 asks for 500 KiB at least."""
MAX_LINE_CHARS = 2_000


@dataclass(frozen=True, kw_only=True, slots=True)
class Rules:
    """The rules of one site."""

    parser: RobotFileParser | None
    """Its robots.txt; None where there is none."""
    is_closed: bool = False
    """Whether nothing may be fetched."""

    def is_allowed(self, url: str, agent: str) -> bool:
        """Tell whether an address may be fetched."""
        if self.is_closed:
            return False
        return self.parser is None or self.parser.can_fetch(agent, url)

    def delay_s(self, agent: str) -> float:
        """Give the pause between two fetches that the site asks for."""
        delay = self.parser.crawl_delay(agent) if self.parser is not None else None
        try:
            return float(delay) if delay is not None else 0.0
        except ValueError:
            return 0.0


def parse_rules(body: bytes, *, status: int) -> Rules:
    """Read a robots.txt: one that is not there allows all, one that cannot be had allows nothing."""
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR or status == HTTPStatus.TOO_MANY_REQUESTS:
        return Rules(parser=None, is_closed=True)
    if status != HTTPStatus.OK:
        return Rules(parser=None)
    parser = RobotFileParser()
    lines = body.decode("utf-8", errors="replace").splitlines()
    parser.parse([line for line in lines if len(line) <= MAX_LINE_CHARS])
    parser.modified()
    return Rules(parser=parser)
