import pytest
from spacy.language import Language

from tests.nlp.reading import event

pytestmark = pytest.mark.model


@pytest.mark.parametrize(
    ("text", "trigger", "factuality", "cue"),
    [
        ("Gunmen attacked a convoy.", "attacked", "happened", None),
        ("Gunmen did not attack the convoy.", "attack", "denied", "not"),
        ("The two sides reached no agreement on Friday.", "agreement", "denied", "no"),
        ("No arrests were made in Lyon.", "arrests", "denied", "No"),
        ("The army never attacked the convoy.", "attacked", "denied", "never"),
        ("Macron will meet Putin on Monday.", "meet", "planned", "will"),
        ("Macron plans to meet Putin.", "meet", "planned", "plans"),
        ("Macron will hold talks with Putin.", "talks", "planned", "will"),
        ("Macron is to meet Putin.", "meet", "planned", "to"),
        ("A meeting with Putin is planned.", "meeting", "planned", "planned"),
        ("Gunmen may attack the convoy.", "attack", "possible", "may"),
        ("If gunmen attack the convoy, France will send troops.", "attack", "possible", "If"),
        ("Any ceasefire with Russia would help Ukraine.", "ceasefire", "planned", "would"),
        ("Gunmen allegedly attacked the convoy.", "attacked", "alleged", "allegedly"),
        ("Merz accused Putin of attacking Poland.", "attacking", "alleged", "accused"),
        ("The UN called for a ceasefire in Gaza.", "ceasefire", "demanded", "called"),
        ("The UN urged Mali to free the men.", "free", "demanded", "urged"),
        ("Iran threatened to attack Israel.", "attack", "threatened", "threatened"),
        ("Russian forces are attacking Kyiv.", "attacking", "ongoing", "are"),
        ("Putin said Russian forces were attacking Kyiv.", "attacking", "ongoing", "were"),
        ("Lawmakers rejected it, although France had attacked Mali.", "attacked", "happened", None),
        ("Workers rallied to demand a pay rise.", "demand", "happened", None),
        ("Workers will rally to demand a pay rise.", "demand", "planned", "to"),
        ("France could help attack Mali.", "attack", "possible", "could"),
        ("Sanctions will stay until Iraq releases the prisoners.", "releases", "possible", "until"),
        ("Sanctions stayed until Iraq released the prisoners.", "released", "happened", None),
        ("Iran refused to meet the envoy.", "meet", "denied", "refused"),
    ],
)
def test_the_words_around_tell_whether_it_happened(
    nlp: Language, text: str, trigger: str, factuality: str, cue: str | None
) -> None:
    found = event(nlp, text, trigger)

    assert (found.factuality, [span.text for span in found.factuality_cues]) == (factuality, [cue] if cue else [])


@pytest.mark.parametrize(
    ("text", "trigger", "root"),
    [
        ("Macron met Putin.", "met", "CONSULT"),
        ("Macron will meet Putin.", "meet", "AGREE"),
        ("Macron will not meet Putin.", "meet", "REJECT"),
        ("The US will not deploy troops.", "deploy", "REJECT"),
    ],
)
def test_plover_codes_plans_and_refusals_under_other_roots(nlp: Language, text: str, trigger: str, root: str) -> None:
    plover = event(nlp, text, trigger).plover

    assert plover is not None
    assert plover.type == root


def test_what_is_told_about_a_past_deed_is_no_order(nlp: Language) -> None:
    assert event(nlp, "He told reporters that gunmen attacked the convoy.", "attacked").factuality == "happened"


def test_a_time_of_another_event_is_no_cue(nlp: Language) -> None:
    assert event(nlp, "France urged calm after the attack on Kyiv.", "attack").factuality == "happened"


def test_a_verb_that_says_what_an_event_was_like_denies_nothing(nlp: Language) -> None:
    assert event(nlp, "The judge said that the arrests in Lyon were not lawful.", "arrests").factuality == "happened"
