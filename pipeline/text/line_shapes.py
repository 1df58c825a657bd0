"""How a line looks: its length, marks, letters and figures."""

import re
from bisect import bisect_right
from collections.abc import Iterator

from pipeline.text.sentences import is_running_text, is_sentence_ended

WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
WORD_STEPS = (1, 2, 3, 4, 5, 7, 9, 12, 16, 22, 35)
"""Numbers of words at which a length is another length."""
SEEN_CHARS = 600
QUOTES = "\"“”‘'«»„"
BULLETS = "•*-–—·▪◦●○■□✓✔➤►‣"
SMALL = frozenset(
    "a an and as at but by for from in into of off on or over so than that the to up via vs v with yet is are "
    "was be it its".split()
)  # fmt: skip
PRESENT = frozenset("""
    accuse accuses admit admits agree agrees aim aims announce announces apologise apologises appeal appeals appoint appoints
    approve approves arrest arrests ask asks attack attacks back backs ban bans banned beat beats become becomes begin begins
    blame blames blast blasts block blocks boost boosts break breaks brings build builds call calls cancel cancels cause causes
    celebrate celebrates challenge challenges charge charges charged claim claims clash clear clears close closes collapse
    collapses comes condemn condemns confirm confirms consider considers continue continues convict convicted count counts
    crash crashes cut cuts deal debate decide decides declare declares defeat defeats defend defends defy defies delay delays demand
    demands deny denies deploy die dies down draw draws drop drops elect elects emerge emerges end ends enter enters
    escape escapes expand expands expect expects expel face faces fail fails fall falls fear fears fight fights file files
    find finds fine fines fire fires flee flees force forces found free frees gather gathers gets give gives goes grow grows
    halt halts hand hands head heads help helps hit hits hold holds hope hopes hunt hunts identify identifies impose imposes
    injure injures injured intercept intercepts invest invests issue issues jail jails jailed join joins jump jumps keep keeps
    kill kills killed know launch launches lay lays lead leads learn leave leaves lift lifts lose loses loses make makes
    marks meet meets miss misses mourn mourns move moves name names need needs offer offers open opens oppose opposes order orders
    oust outline overtake owe pay pays pick picks plan plans plead pleads pledge pledges postpone prepare prepares press
    promise promises propose proposes protest protests prove proves pull pulls push pushes put puts question questions quit quits
    raise raises reach reaches react reacts recall recalls recover recovers refuse refuses reject rejects release releases remain remains
    remove removes rename replace replaces report reports rescue rescues rescued resign resigns resist respond responds return returns reveal
    reveals rise rises rolls rule rules run runs save saves say says secure secures see sees seek seeks seize seizes sell sells
    sends sentenced set sets share shares shut shuts sign signs sink sinks slam slams slip slips spark sparks split splits spot spotted
    stand stands start starts steps stop stops storm storms strike strikes strip stripped struggle struggles sue sues suffer suffers
    support supports surge surges survive survives suspend suspends sweep sweeps take takes talk talks target targets tell tells
    test tests threaten threatens tighten tightens top tops toughen toughens trade travel travels try tries turn turns unveil unveils urge urges
    vow vows vote votes wait walk walks want wants warn warns welcome welcomes win wins withdraw withdraws work works
    """.split())  # fmt: skip
"""Verbs as headlines have them."""


def find_shapes(text: str) -> Iterator[str]:
    """Name the forms of a line."""
    seen = text[:SEEN_CHARS]
    words = WORD.findall(seen)
    yield f"words:{bisect_right(WORD_STEPS, len(words))}"
    if len(words) > WORD_STEPS[-2]:
        yield "long"
    yield from _ends(seen)
    yield from _starts(seen)
    yield from _letters(words)
    yield from _figures(seen, words)


def _ends(text: str) -> Iterator[str]:
    yield "ended" if is_sentence_ended(text) else "unended"
    last = text.rstrip(" ")[-1:]
    yield f"last:{last}" if last in "?!:;,…)]" else "last:mark" if last in ".”\"'’" else "last:word"
    if is_running_text(text):
        yield "running"
    if re.search(r"[.!?][”\"’']? [A-ZÀ-Þ\"“‘]", text):
        yield "sentences"


def _starts(text: str) -> Iterator[str]:
    first = text[0]
    if first in QUOTES:
        yield "first:quote"
        yield "all_quoted" if text.rstrip(" .")[-1:] in QUOTES else "part_quoted"
        if text.count(first) == 1 and first in "“\"‘" and "”" not in text:
            yield "open_quote"
    elif first in BULLETS:
        yield "first:bullet"
    elif first.isdigit():
        yield "first:digit"
        if re.match(r"\d{1,2}[.)] ", text):
            yield "numbered"
    elif first.islower():
        yield "first:lower"
    elif not first.isalpha():
        yield f"first:{first if first in '([@#©|{£$€' else 'mark'}"


def _letters(words: list[str]) -> Iterator[str]:
    lettered = [word for word in words if word[0].isalpha()]
    if not lettered:
        yield "no_words"
        return
    if all(word.isupper() for word in lettered) and sum(map(len, lettered)) > 3:
        yield "all_caps"
    telling = [word for word in lettered if word.lower() not in SMALL]
    capital = sum(word[0].isupper() for word in telling)
    later = [word for word in telling[1:] if word[0].isupper()]
    if telling and capital == len(telling):
        yield "title_case"
        if 2 <= len(words) <= 4 and len(lettered) == len(telling) == len(words):
            yield "name_like"
    elif not later:
        yield "no_names"
    else:
        yield "some_names"
    if any(word.lower() in PRESENT and not word[0].isupper() for word in lettered[1:]):
        yield "verb"
    if any(word.endswith("ed") and len(word) > 4 and word.islower() for word in lettered[1:]):
        yield "participle"
    if any(word.endswith("ing") and len(word) > 5 for word in lettered[:2]):
        yield "gerund"


def _figures(text: str, words: list[str]) -> Iterator[str]:
    digits = sum(map(str.isdigit, text))
    if digits:
        yield "digits"
        if digits > len(text) // 4:
            yield "much_digits"
        if not any(word.isalpha() and len(word) > 1 for word in words):
            yield "only_digits"
    if "|" in text or " · " in text or " • " in text[1:]:
        yield "pipe"
    if "/" in text:
        yield "slash"
    label, mark, rest = text.partition(": ")
    if mark and len(label.split()) <= 4:
        yield "label"
        yield "label_short" if len(rest.split()) <= 4 else "label_long"
        if any(map(str.isdigit, rest)):
            yield "label_digits"
    if re.search(r" [-–—] ", text):
        yield "dash"
    if text[0] in "([" and text.rstrip(".")[-1] in ")]":
        yield "bracketed"
    if any(ord(letter) > 0x1F000 for letter in text):
        yield "emoji"
