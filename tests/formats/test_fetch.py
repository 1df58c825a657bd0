"""Fetching: a server of our own on this machine, which is just what is refused unless it is allowed."""

import threading
from collections.abc import Iterator, Sequence
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from pipeline.errors import SourceError
from pipeline.formats.fetch import MAX_REDIRECTS, Fetcher, FetchLimits
from pipeline.formats.guard import checked_address, is_public
from pipeline.formats.robots import parse_rules
from pipeline.formats.web import Web, completed, is_address, read_address
from pipeline.records.raw import RawArticle

ITEM = b"<item><title>A</title><link>/page</link><description>Short.</description></item>"
PAGES: dict[str, tuple[int, bytes]] = {
    "/robots.txt": (200, b"User-agent: *\nDisallow: /secret\n"),
    "/feed": (200, b"<rss><channel>" + ITEM + b"</channel></rss>"),
    "/page": (200, b"<!doctype html><p>The whole article.</p>"),
    "/secret": (200, b"<p>No</p>"),
    "/long": (200, b"x" * 5000),
}
REDIRECTS = {"/to-page": "/page", "/round": "/round", "/to-secret": "/secret", "/to-inside": "http://10.0.0.1/"}


class Handler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        if self.path in REDIRECTS:
            self.send_response(302)
            self.send_header("Location", REDIRECTS[self.path])
            self.end_headers()
            return
        if self.path == "/drip":
            self.drip()
            return
        status, body = PAGES.get(self.path, (404, b""))
        self.send_response(status)
        self.send_header("Content-Length", str(len(body) + (self.path == "/cut")))
        self.end_headers()
        self.wfile.write(body)

    def drip(self) -> None:
        self.send_response(200)
        self.end_headers()
        try:
            while not self.server.stopped.wait(0.05):  # type: ignore[attr-defined]
                self.wfile.write(b"x")
                self.wfile.flush()
        except OSError:
            return

    def log_message(self, *_said: object) -> None:
        return


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.stopped = threading.Event()  # type: ignore[attr-defined]
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.stopped.set()  # type: ignore[attr-defined]
    server.shutdown()
    server.server_close()


def fetcher(*, is_private_allowed: bool = True, max_bytes: int = 4000, total_s: float = 10) -> Fetcher:
    limits = FetchLimits(max_bytes=max_bytes, total_s=total_s, pause_s=0, timeout_s=5)
    return Fetcher(is_private_allowed=is_private_allowed, limits=limits, sleep=lambda _: None)


def test_a_page_is_fetched(site: str) -> None:
    assert fetcher().fetch(f"{site}/page").body == PAGES["/page"][1]


def test_a_redirect_is_followed(site: str) -> None:
    assert fetcher().fetch(f"{site}/to-page").url == f"{site}/page"


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("/round", f"redirects more than {MAX_REDIRECTS} times"),
        ("/secret", "robots.txt asks not to"),
        ("/to-secret", "robots.txt asks not to"),
        ("/nothing", "answers with 404"),
        ("/long", "has more than 4000 bytes"),
    ],
)
def test_what_is_not_fetched_is_said(site: str, path: str, said: str) -> None:
    with pytest.raises(SourceError, match=said):
        fetcher().fetch(site + path)


def test_an_answer_that_drips_is_given_up(site: str) -> None:
    with pytest.raises(SourceError, match=r"/drip cannot be fetched: it takes more than 0\.3 s"):
        fetcher(total_s=0.3).fetch(f"{site}/drip")


def test_a_private_address_is_refused(site: str) -> None:
    with pytest.raises(SourceError, match="no public address"):
        fetcher(is_private_allowed=False).fetch(f"{site}/page")


@pytest.mark.parametrize("url", ["file:///etc/passwd", "ftp://a.example/", "http://", "http://[x", "http://a b/",
                                 "http://user:pass@a.example/", "http://a.example:99999/"])  # fmt: skip
def test_only_plain_addresses_are_fetched(url: str) -> None:
    with pytest.raises(SourceError):
        fetcher().fetch(url)


@pytest.mark.parametrize(
    "address",
    ["127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "0.0.0.1", "100.64.0.1", "224.0.0.1",
     "::1", "::", "fe80::1%eth0", "fc00::1", "::ffff:127.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::", "no address"],
)  # fmt: skip
def test_inner_addresses_are_not_public(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", ["8.8.8.8", "2606:4700::1111", "::ffff:8.8.8.8"])
def test_outer_addresses_are_public(address: str) -> None:
    assert is_public(address)


def test_a_name_with_one_inner_address_is_refused() -> None:
    with pytest.raises(SourceError, match=r"a\.example is at 10\.0\.0\.1"):
        checked_address("a.example", 80, is_private_allowed=False, resolver=lambda _h, _p: ["8.8.8.8", "10.0.0.1"])


def test_a_redirect_into_an_inner_network_is_refused(site: str) -> None:
    port = int(site.rpartition(":")[2])

    def resolver(host: str, _port: int) -> Sequence[str]:
        return ["127.0.0.1"] if host == "paper.example" else [host]

    checked: list[str] = []

    def public_but_for_tens(host: str, port: int) -> Sequence[str]:
        checked.append(host)
        if host == "10.0.0.1":
            raise SourceError("10.0.0.1 is at 10.0.0.1, which is no public address")
        return resolver(host, port)

    guarded = Fetcher(is_private_allowed=True, resolver=public_but_for_tens, sleep=lambda _: None)
    with pytest.raises(SourceError, match="no public address"):
        guarded.fetch(f"http://paper.example:{port}/to-inside")

    assert checked[-1] == "10.0.0.1"


def test_the_connection_goes_to_the_address_that_was_checked(site: str) -> None:
    port = int(site.rpartition(":")[2])
    guarded = Fetcher(is_private_allowed=True, resolver=lambda _h, _p: ["127.0.0.1"], sleep=lambda _: None)

    assert guarded.fetch(f"http://no-such-host.invalid:{port}/page").status == 200


@pytest.mark.parametrize(("status", "is_allowed"), [(404, True), (403, True), (500, False), (429, False)])
def test_a_robots_txt_that_is_not_there_allows_and_one_that_fails_does_not(status: int, *, is_allowed: bool) -> None:
    assert parse_rules(b"", status=status).is_allowed("http://a.example/x", "newswire") == is_allowed


def test_a_site_may_ask_for_a_pause() -> None:
    assert parse_rules(b"User-agent: *\nCrawl-delay: 7\n", status=200).delay_s("newswire") == 7


def test_a_feed_gives_its_items_and_fetches_no_page(site: str) -> None:
    (found,) = read_address(f"{site}/feed", Web(fetcher=fetcher()), max_bytes=5000)

    assert isinstance(found.content, RawArticle)
    assert (found.content.url, found.content.metadata["content"]) == (f"{site}/page", "summary")


def test_full_articles_are_fetched_where_they_are_asked_for(site: str) -> None:
    web = Web(fetcher=fetcher(), has_articles=True)
    (found,) = read_address(f"{site}/feed", web, max_bytes=5000)

    whole = completed(found, web).content

    assert isinstance(whole, RawArticle)
    assert (whole.title, whole.metadata["content"], whole.body) == ("A", "page", None)


@pytest.mark.parametrize(
    ("source", "is_one"), [("https://a.example/", True), ("HTTP://a.example", True), ("file.xml", False), ("-", False)]
)
def test_an_address_is_told_from_a_path(source: str, *, is_one: bool) -> None:
    assert is_address(source) == is_one
