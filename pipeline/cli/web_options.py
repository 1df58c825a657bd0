"""Options of the commands that read sources, addresses among them."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from pipeline.formats.fetch import Fetcher, FetchLimits
from pipeline.formats.web import Web, is_address

Source = Path | str


class SourceType(click.ParamType):
    """A path, or an address that is fetched."""

    name = "SOURCE"

    def convert(self, value: object, _param: click.Parameter | None, _ctx: click.Context | None) -> Source:
        """Keep an address as it is; make a path of everything else."""
        return value if isinstance(value, Path) or (isinstance(value, str) and is_address(value)) else Path(str(value))


def takes_addresses(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the options of fetching: `articles`, `allow_private`."""
    for option in (
        click.option(
            "--allow-private", is_flag=True, help="Fetch addresses in private and local networks too: not by default."
        ),
        click.option("--articles", is_flag=True, help="Fetch the pages that a feed's items point to as well."),
    ):
        command = option(command)
    return command


def build_web(*, articles: bool, allow_private: bool, poll_s: float = 300.0) -> Web:
    """Make what fetches."""
    fetcher = Fetcher(is_private_allowed=allow_private, limits=FetchLimits())
    return Web(fetcher=fetcher, has_articles=articles, poll_s=poll_s)
