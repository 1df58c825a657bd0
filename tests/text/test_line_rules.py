import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.text.labels import label_lines
from pipeline.text.lines import Line
from pipeline.text.rules.byline import read_byline
from pipeline.text.rules.credit import read_credits, read_dateline_credits

PARAGRAPH = "The council of the harbour town met on Monday evening to speak about the bridge."
ANOTHER = "Nobody was hurt when a ship ran into the bridge, but the town has been cut in two since."
ALONE = 5


def roles(*texts: str, title: str | None = "A headline that is nowhere repeated") -> list[str]:
    lines = [Line(text=text) for text in texts]
    return [labelled.role for labelled in label_lines(lines, title=title)]


def role_between_paragraphs(text: str) -> str:
    return roles(PARAGRAPH, ANOTHER, PARAGRAPH, ANOTHER, PARAGRAPH, text, ANOTHER)[ALONE]


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("(with newswires)", "credit"),
        ("(AFP)", "credit"),
        ("(AFP/Reuters)", "credit"),
        ("© AFP", "credit"),
        ("With Reuters and AP", "credit"),
        ("Source: Reuters", "credit"),
        ("Reporting by Jane Doe in Paris; editing by John Roe", "credit"),
        ("(Additional reporting by Jane Doe)", "credit"),
        ("Words: Jane Doe. Pictures: John Roe", "credit"),
        ("The Associated Press contributed to this report.", "credit"),
        ("This article was originally published in The Harbour Post.", "credit"),
        ("Image: John Roe/Harbour Post", "credit"),
        ("The bridge on Monday. Photo: John Roe", "caption"),
        ("The mayor on the quay. Harbour Post photo", "caption"),
        ("Mayor Jane Doe on the quay (John Roe/Getty Images)", "caption"),
        ("Advertisement", "advertisement"),
        ("Story continues below advertisement", "advertisement"),
        ("ANZEIGE", "advertisement"),
        ("We use cookies to give you the best experience.", "cookie_legal"),
        ("© 2026 The Harbour Post. All rights reserved.", "cookie_legal"),
        ("Sign up for our daily newsletter to get the news first.", "subscription"),
        ("Already a subscriber? Log in", "subscription"),
        ("Create a free account to go on reading", "subscription"),
        ("Share this article", "social"),
        ("Follow us on Facebook and Instagram.", "social"),
        ("WhatsApp", "social"),
        ("Back to top", "navigation"),
        ("3 of 12", "navigation"),
        ("* * *", "other"),
        ("Updated: 4 September 2025 10:30", "dateline_line"),
        ("3 min read", "other"),
        ("Read more: Who pays for the bridge?", "related_link"),
        ("Related articles", "navigation"),
        ("À lire aussi : Qui paiera le pont ?", "related_link"),
        ("In pictures: A winter without the bridge", "related_link"),
        ("Correction: An earlier version of this story gave the wrong day.", "correction"),
        ("Neighbouring town opens its third bridge as ship traffic grows again", "related_link"),
        ("Who pays for it", "heading"),
        ("The day after", "heading"),
    ],
)
def test_a_line_between_paragraphs_has_its_role(text: str, role: str) -> None:
    assert role_between_paragraphs(text) == role


@pytest.mark.parametrize(
    "text",
    [
        "He said no.",
        "Why?",
        "Reporting by The Harbour Post found that the mayor knew of the damage.",
        "Human error contributed to the accident, the report said.",
        "Sources: the mayor knew. The council did not, according to two people who were in the room that day.",
        "Follow the money, said the judge.",
        "Subscribers to the theory say that the moon did it.",
        "Get up early, the fishermen advise, and stay dry.",
        "Share prices fell by 3 percent on Monday.",
        "The home of the mayor was searched.",
        "By the time the police came, everybody had left.",
        "By Monday the bridge was shut.",
        "“We will follow them on Facebook and everywhere else,” she wrote.",
        "Published in 1925, the book sold a million copies.",
        "Related cases were heard in May, and none led to a verdict.",
        "Photo by photo, the archive grew.",
        "He had one on his desk. It was her photo.",
        "She sent them a picture: the bridge in the morning light.",
        "The agency – Getty Images – was sued by the town.",
        "The damage was worse than feared. Nobody had expected it. The mayor © the engineer agreed on that.",
        "and this line begins in the middle of something that was broken off and goes on here",
    ],
)
def test_a_sentence_of_the_article_stays_a_paragraph(text: str) -> None:
    assert role_between_paragraphs(text) == "paragraph"


@pytest.mark.parametrize("repeated", ["Bridge to stay closed", "BRIDGE TO STAY CLOSED!", "“Bridge” to stay closed"])
def test_a_repeated_headline_is_a_title(repeated: str) -> None:
    assert roles(repeated, PARAGRAPH, ANOTHER, title="Bridge to stay closed")[0] == "title"


def test_the_headlines_words_further_down_are_no_title() -> None:
    lines = [PARAGRAPH, ANOTHER, PARAGRAPH, ANOTHER, "Bridge to stay closed", PARAGRAPH]

    assert roles(*lines, title="Bridge to stay closed")[4] == "heading"


def test_a_first_line_above_paragraphs_is_the_title_where_none_is_known() -> None:
    assert roles("Bridge to stay closed", "By Jane Doe", PARAGRAPH, ANOTHER, title=None)[:2] == ["title", "byline"]


def test_a_first_line_is_no_title_without_paragraphs_below() -> None:
    assert roles("Bridge to stay closed", "Mayor says so", title=None) == ["paragraph", "paragraph"]


def test_two_headlines_between_paragraphs_of_a_text_without_full_stops_stay() -> None:
    lines = [
        PARAGRAPH.rstrip("."),
        ANOTHER.rstrip("."),
        "Neighbouring town opens its third bridge as ship traffic grows",
    ]

    assert roles(*lines, PARAGRAPH.rstrip("."))[2] == "paragraph"


def test_the_items_under_a_mark_of_related_articles_go_with_it() -> None:
    lines = [Line(text="Related articles", role="heading"), Line(text="Who pays for it", role="list_item")]

    assert {labelled.role for labelled in label_lines(lines, title=None)} == {"related_link"}


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("(with newswires)", ("newswires",)),
        ("(avec AFP et Reuters)", ("AFP", "Reuters")),
        ("(AFP)", ("AFP",)),
        ("Source: Harbour Radio", ("Harbour Radio",)),
        ("The Associated Press contributed to this report.", ("Associated Press",)),
        ("Reporting by Jane Doe; editing by John Roe", ()),
    ],
)
def test_a_credit_line_names_agencies_and_desks(text: str, names: tuple[str, ...]) -> None:
    assert read_credits(text) == names


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("PARIS, Sept 4 (Reuters) - The council met.", ("Reuters",)),
        ("Paris (AFP) – The council met.", ("AFP",)),
        ("The council (AFP) met.", ()),
        ("The council met.", ()),
    ],
)
def test_the_opening_of_a_report_names_its_agency(text: str, names: tuple[str, ...]) -> None:
    assert read_dateline_credits(text) == names


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("By Jane Doe", ("Jane Doe",)),
        ("By Jane Doe and John van der Roe", ("Jane Doe", "John van der Roe")),
        ("Par Jeanne D’Arc", ("Jeanne D’Arc",)),
        ("By Jane Doe at Harbour Park", ("Jane Doe",)),
        ("By night they came", ()),
        ("By Monday", ()),
    ],
)
def test_a_byline_names_its_writers(text: str, names: tuple[str, ...]) -> None:
    assert read_byline(text) == names


words = st.text(alphabet="abcdefghijklmnopqrstuvwxyzäé", min_size=3, max_size=9)
sentences = st.lists(words, min_size=12, max_size=25).map(lambda parts: "Thus " + " ".join(parts) + ".")


def test_a_long_sentence_is_no_heading() -> None:
    texts = [
        "Thus " + "aaa " * 10 + "aaa.",
        "Thus " + "aaa " * 10 + "aaa.",
        "Thus " + "aaa " * 7 + "aaaa aaaa aaaaa aaaaaa.",
    ]
    assert roles(*texts) == ["paragraph"] * 3
    assert roles("What they want", *texts)[1:] == ["paragraph"] * 3


@given(st.lists(sentences, min_size=1, max_size=8))
def test_running_text_is_never_taken_out(texts: list[str]) -> None:
    assert set(roles(*texts)) == {"paragraph"}


@given(st.lists(st.text(min_size=1, max_size=320), max_size=6), st.none() | st.text(max_size=40))
def test_every_line_gets_a_role(texts: list[str], title: str | None) -> None:
    assert len(roles(*texts, title=title)) == len(texts)
