import pytest
from spacy.language import Language

from tests.nlp.reading import event, words

pytestmark = pytest.mark.model


@pytest.mark.parametrize(
    ("text", "trigger", "source", "target"),
    [
        ("Gunmen attacked a convoy.", "attacked", ["Gunmen"], ["convoy"]),
        ("The convoy was attacked by gunmen.", "attacked", ["gunmen"], ["convoy"]),
        ("Macron and Starmer spoke with Donald Trump.", "spoke", ["Macron", "Starmer"], ["Donald Trump"]),
        ("Macron and Putin met in Moscow.", "met", ["Macron"], ["Putin"]),
        ("Macron held talks with Putin.", "talks", ["Macron"], ["Putin"]),
        (
            "The deal between Iran and Russia collapsed after talks between Egypt and Sudan.",
            "talks",
            ["Egypt"],
            ["Sudan"],
        ),
        (
            "Russian strikes on Kyiv killed nobody; Israeli air strikes on Gaza went on.",
            "strikes",
            ["Israeli"],
            ["Gaza"],
        ),
        ("Macron's visit to Berlin was brief.", "visit", ["Macron"], ["Berlin"]),
        ("Merz accused Putin of attacking Poland.", "attacking", ["Putin"], ["Poland"]),
        ("The troops who attacked Goma fled.", "attacked", ["troops"], ["Goma"]),
        ("The UN urged Mali to free the men.", "urged", ["UN"], ["Mali"]),
        ("Poland demanded that Moscow withdraw.", "demanded", ["Poland"], ["Moscow"]),
        ("Russia rejected an Australian demand for talks.", "rejected", ["Russia"], ["Australian"]),
        ("Rebels dismissed an appeal from Laurent Gbagbo.", "dismissed", ["Rebels"], ["Laurent Gbagbo"]),
        ("Gunmen killed six soldiers in an ambush.", "ambush", ["Gunmen"], ["six soldiers"]),
        ("An airstrike killed a worker in Somalia.", "airstrike", [], ["worker"]),
        ("Obama gave Vladimir Putin a stern warning.", "warning", ["Obama"], ["Vladimir Putin"]),
        ("France said it would support Turkey.", "support", ["France"], ["Turkey"]),
        ("France staged its invasion of Egypt.", "invasion", ["France"], ["Egypt"]),
        ("The army seized and burned the village.", "seized", ["army"], ["village"]),
        (
            "The inspectors opened investigations against each of the banks.",
            "investigations",
            ["inspectors"],
            ["each of the banks"],
        ),
        (
            "Last month, Trump hosted Putin in Alaska, though those talks ended without a deal.",
            "hosted",
            ["Trump"],
            ["Putin"],
        ),
        ("France condemned an attack on Kyiv.", "attack", [], ["Kyiv"]),
        ("The lessor, the World Bank, sued France.", "sued", ["World Bank"], ["France"]),
        ("Russia’s foreign ministry criticised Germany.", "criticised", ["Russia’s foreign ministry"], ["Germany"]),
    ],
)
def test_who_and_whom(nlp: Language, text: str, trigger: str, source: list[str], target: list[str]) -> None:
    found = event(nlp, text, trigger)

    assert (words(found.source), words(found.target)) == (source, target)


def test_an_actor_is_linked_to_its_entity(nlp: Language) -> None:
    actor = event(nlp, "The army attacked France.", "attacked").target[0]

    assert (actor.entity, actor.name, actor.country, actor.sector) == ("e1", "France", "FRA", "GOV")


def test_a_phrase_has_the_country_and_sector_of_its_words(nlp: Language) -> None:
    actor = event(nlp, "Russian forces attacked a convoy.", "attacked").source[0]

    assert (actor.text, actor.entity, actor.country, actor.sector) == ("Russian forces", None, "RUS", "MIL")


def test_a_group_has_its_size(nlp: Language) -> None:
    actor = event(nlp, "Twenty-six countries pledged help.", "pledged").source[0]

    assert (actor.text, actor.count) == ("Twenty-six countries", 26)


def test_he_is_the_person_before(nlp: Language) -> None:
    found = event(nlp, "Emmanuel Macron went home. He criticised Germany.", "criticised")

    assert (found.source[0].text, found.source[0].name) == ("He", "Emmanuel Macron")


def test_him_is_not_who_acts(nlp: Language) -> None:
    found = event(nlp, "Vladimir Putin went home. Friedrich Merz criticised him.", "criticised")

    assert found.target[0].name == "Vladimir Putin"


def test_it_stands_for_the_subject_above_and_for_nobody_alone(nlp: Language) -> None:
    found = event(nlp, "It attacked the village.", "attacked")

    assert found.source == ()


def test_a_place_before_a_disaster_is_no_actor(nlp: Language) -> None:
    found = event(nlp, "The Paris train crash killed two men.", "crash")

    assert (found.source, found.place and found.place.text) == ((), "Paris")


def test_nobody_does_a_price_move(nlp: Language) -> None:
    found = event(nlp, "Copper prices rose 4 percent in London on Monday.", "rose")
    assert found.source == ()


def test_a_letter_speaks_for_who_wrote_it(nlp: Language) -> None:
    found = event(nlp, "A letter from three aid groups urges Kyiv to open a corridor.", "urges")
    assert [actor.text for actor in found.source] == ["three aid groups"]


def test_a_document_without_an_author_is_no_actor(nlp: Language) -> None:
    assert event(nlp, "The report warned that Kyiv would run out of money by May.", "warned").source == ()


def test_whom_one_calls_on_is_who_acts(nlp: Language) -> None:
    found = event(nlp, "Turkey called on the government to release the prisoners.", "release")
    assert [actor.text for actor in found.source] == ["government"]


def test_a_far_pronoun_means_the_person_whom_the_article_is_about(nlp: Language) -> None:
    filler = " ".join(["The river was high and the fields were wet and the roads were closed to heavy traffic."] * 6)
    text = f"Ana Berg was born in Oslo. Ana Berg studied law. Ana Berg worked there. {filler} She met two ministers."
    found = event(nlp, text, "met")
    assert [actor.name for actor in found.source] == ["Ana Berg"]


def test_a_far_pronoun_means_nobody_where_two_are_named_alike(nlp: Language) -> None:
    filler = " ".join(["The river was high and the fields were wet and the roads were closed to heavy traffic."] * 6)
    named = "Ana Berg and Lea Holm were born in Oslo. " * 3
    assert event(nlp, f"{named}{filler} She met two ministers.", "met").source == ()
