"""Who is answered by which name."""

import pytest

from pipeline.console.guard import allowed_names, host_name
from pipeline.console.land_build import path_of


@pytest.mark.parametrize(
    ("header", "name"),
    [
        ("localhost:8080", "localhost"), ("127.0.0.1", "127.0.0.1"), ("[::1]:8080", "::1"), ("LOCALHOST.", "localhost"),
        ("evil.example@localhost", None), ("localhost:8080:1", None), ("", None), ("a b", None),
    ],
)  # fmt: skip
def test_host_header_is_read(header: str, name: str | None) -> None:
    assert host_name(header) == name


def test_address_of_all_interfaces_is_no_name() -> None:
    assert allowed_names(["0.0.0.0", "News.example"]) == {"localhost", "127.0.0.1", "::1", "news.example"}  # noqa: S104 - compared, not bound


def test_ring_becomes_a_path_in_tenths_of_a_degree() -> None:
    assert path_of([[(0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 0.0)]]) == "M1800 900l10 0 0-10-10 10z"


def test_ring_of_the_far_south_is_left_out() -> None:
    assert path_of([[(0.0, -70.0), (9.0, -70.0), (9.0, -80.0), (0.0, -70.0)]]) == ""
