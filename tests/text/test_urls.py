import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.text.urls import canonical_url, site_of


@pytest.mark.parametrize(
    ("url", "canonical"),
    [
        ("HTTPS://Example.ORG/News/A", "https://example.org/News/A"),
        ("https://example.org", "https://example.org/"),
        ("https://example.org:443/a", "https://example.org/a"),
        ("http://example.org:80/a", "http://example.org/a"),
        ("http://example.org:8080/a", "http://example.org:8080/a"),
        ("https://example.org/a#comments", "https://example.org/a"),
        ("https://example.org/a?utm_source=x&id=7&fbclid=y&UTM_Medium=z&gclid=1", "https://example.org/a?id=7"),
        ("https://example.org/a?utm_source=x", "https://example.org/a"),
        ("https://user:secret@example.org/a", "https://example.org/a"),
        ("  https://example.org/a\n", "https://example.org/a"),
        ("https://example.org./a", "https://example.org/a"),
        ("http://[2001:DB8::1]:80/a", "http://[2001:db8::1]/a"),
    ],
)
def test_variants_of_a_url_share_one_form(url: str, canonical: str) -> None:
    assert canonical_url(url) == canonical


@pytest.mark.parametrize(
    "url", ["", "no url", "/relative", "http://", "http://[", "http://[::1", "mailto:a@example.org", "x" * 9_000]
)
def test_what_has_no_host_has_no_form(url: str) -> None:
    assert canonical_url(url) is None


def test_a_port_that_is_no_number_is_left_out() -> None:
    assert canonical_url("http://example.org:port/a") == "http://example.org/a"


@pytest.mark.parametrize(
    ("url", "site"),
    [
        ("https://www.example.org/a", "example.org"),
        ("https://news.example.org/a", "news.example.org"),
        ("https://WWW.Example.org", "example.org"),
        ("http://www.org/", "www.org"),
        ("http://localhost/", "localhost"),
        ("http://[", None),
    ],
)
def test_the_site_of_a_url_is_its_host_without_www(url: str, site: str | None) -> None:
    assert site_of(url) == site


hostile_urls = st.text() | st.text(alphabet="htps:/[]@%?#&=.:ü\ud800\x00 ", max_size=60).map(
    lambda tail: "http://" + tail
)


@given(hostile_urls)
def test_the_canonical_form_is_its_own_canonical_form(url: str) -> None:
    canonical = canonical_url(url)

    assert canonical is None or canonical_url(canonical) == canonical
