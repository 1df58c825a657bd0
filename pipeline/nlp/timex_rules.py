"""Time expressions as patterns over the text. To add one: a line in `RULES`, and its reading in `timex_values.py`.

Every pattern is bounded: words from closed lists, single blanks, figures of fixed length.
"""

import re
from dataclasses import dataclass
from re import Pattern

from pipeline.nlp import timex_values as values


@dataclass(frozen=True, kw_only=True, slots=True)
class Rule:
    """One kind of time expression."""

    name: str
    """For people who look for what fired."""
    pattern: Pattern[str]
    """Where it stands; the group `x`, where there is one, is the expression itself."""
    read: values.Reading
    """Its type and value, or None where it has none."""
    needs: tuple[tuple[str, ...], ...] = ()
    """Of each of these groups, a line that can match holds at least one; in lower case where the pattern ignores case.
    To look for a few substrings costs a tenth of trying the pattern at every word."""

    ignores_case: bool = False
    """As the pattern does."""

    def can_match(self, line: str, lower: str) -> bool:
        """Tell whether a line, given also in lower case, holds what the pattern needs."""
        held = lower if self.ignores_case else line
        for group in self.needs:  # loops, not any(): this runs for every rule on every line
            for need in group:
                if need in held:
                    break
            else:
                return False
        return True


_LONG_MONTH = "(?:January|February|April|June|July|August|September|October|November|December)"
_MONTH = (
    r"(?:Jan(?:uary|\.)?|Feb(?:ruary|\.)?|Mar(?:ch|\.)?|Apr(?:il|\.)?|May|June?|July?|Aug(?:ust|\.)?"
    r"|Sept?(?:ember|\.)?|Oct(?:ober|\.)?|Nov(?:ember|\.)?|Dec(?:ember|\.)?)"
)
_WEEKDAY = "(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
_PART = "(?:morning|afternoon|evening|night)"
_SMALL = (
    "(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty|forty|fifty|sixty"
    "|a hundred)"
)
_TEN = "(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)"
_ONE = "(?:one|two|three|four|five|six|seven|eight|nine)"
_COUNT = rf"(?:\d{{1,4}}(?:\.\d)?|{_TEN}[ -]{_ONE}|{_SMALL}(?: dozen)?|an?|a few|a couple of|several|many|some)"
_UNIT = "(?:second|minute|hour|day|week|month|quarter|year|decade)"
_SEASON = "(?:spring|summer|autumn|fall|winter)"
_YEAR = r"(?:1[5-9]\d\d|20\d\d)"
_BEFORE_YEAR = (
    "(?:in|since|by|of|from|to|until|till|before|after|during|late|early|mid|for|year|around|between|and|elections?"
    "|fiscal|season|through|than|both|their|his|her|its|'s|’s|[Aa]|[Tt]he"
    f"|{_SEASON})"
)
_DAY = r"(?P<day>[0-3]?\d)(?:st|nd|rd|th)?"
_TIES = ("[Ii]n", "since", "last", "until", "next", "by", "this", "early", "late", "from", "through", "[Ss]ince")
_AMBIGUOUS_MONTH = rf"(?:{'|'.join(f'(?<={tie} )' for tie in _TIES)})(?:March|May)"
"""Months that are other words as well need a word before them that goes with time."""
_ORDINAL = "(?P<ordinal>first|second|third|fourth|1st|2nd|3rd|4th)"
_HOLIDAY = (
    "(?:Thanksgiving(?: Day)?|Christmas(?: Day| Eve)?|New Year['’]s (?:Day|Eve)|Easter(?: Sunday| Monday)?|Good Friday"
    "|Halloween|Independence Day|Labor Day|Memorial Day|Veterans Day|Valentine['’]s Day|May Day)"
)
_END = r"(?!\w)"


_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_PARTS = ("morning", "afternoon", "evening", "night")
_UNITS = ("second", "minute", "hour", "day", "week", "month", "quarter", "year", "decade")
_SEASONS = ("spring", "summer", "autumn", "fall", "winter")
_NEAR = ("last", "previous", "past", "this", "next", "coming", "current")
_PLURALS = tuple(f"{unit}s" for unit in _UNITS)
_HOLIDAYS = ("Thanksgiving", "Christmas", "New Year", "Easter", "Good Friday", "Halloween", " Day")
_CENTURIES = ("15", "16", "17", "18", "19", "20")


def _rule(name: str, pattern: str, read: values.Reading, *needs: tuple[str, ...]) -> Rule:
    return Rule(name=name, pattern=re.compile(pattern), read=read, needs=needs, ignores_case=pattern.startswith("(?i)"))


RULES: tuple[Rule, ...] = (
    _rule(
        "iso",
        r"\b(?P<year>\d{4})-(?P<month>[01]\d)-(?P<day>[0-3]\d)(?:[T ](?P<clock>[0-2]\d:[0-5]\d)(?::\d\d)?)?\b",
        values.read_iso_day,
        ("-0", "-1"),
    ),
    _rule(
        "day month",
        rf"\b(?:{_WEEKDAY},? )?(?:the )?{_DAY} (?:of )?(?P<month>{_MONTH})(?:,? (?P<year>{_YEAR}))?{_END}",
        values.read_day_of_month,
        _MONTHS,
    ),
    _rule(
        "month day",
        rf"\b(?:{_WEEKDAY},? )?(?P<month>{_MONTH}) {_DAY}(?:,? (?P<year>{_YEAR}))?(?!\w|:\d|[.,]\d)",
        values.read_day_of_month,
        _MONTHS,
    ),
    _rule(
        "month year",
        rf"\b(?P<month>{_MONTH}),? (?:of )?(?P<year>{_YEAR}){_END}",
        values.read_month,
        _MONTHS,
        _CENTURIES,
    ),
    _rule(
        "month",
        rf"\b(?:(?P<direction>[Ll]ast|[Nn]ext|[Tt]his|[Pp]ast) )?(?P<month>{_LONG_MONTH}|{_AMBIGUOUS_MONTH})"
        r"(?!\w| \d)",
        values.read_month,
        _MONTHS,
    ),
    _rule(
        "weekday",
        rf"\b(?:(?P<direction>[Ll]ast|[Nn]ext|[Tt]his|[Cc]oming) )?"
        rf"(?P<weekday>{_WEEKDAY})(?: (?P<part>{_PART}))?{_END}",
        values.read_weekday,
        _WEEKDAYS,
    ),
    _rule(
        "near day",
        rf"(?i)\b(?P<word>yesterday|today|tomorrow|tonight|last|this)(?: (?P<part>{_PART}))?{_END}",
        values.read_near_day,
        ("yesterday", "today", "tomorrow", "tonight", *_PARTS),
    ),
    _rule(
        "near unit",
        r"(?i)\b(?:(?:earlier|later|the|early|late) )?(?P<direction>last|previous|past|this|next|coming|current) "
        rf"(?P<unit>week|weekend|month|quarter|year|decade|century|{_SEASON}){_END}",
        values.read_near_unit,
        _NEAR,
        (*_UNITS, "century", *_SEASONS),
    ),
    _rule(
        "ago",
        rf"(?i)\b(?P<count>{_COUNT}) (?P<unit>{_UNIT})s? (?P<side>ago|earlier|from now){_END}",
        values.read_ago,
        ("ago", "earlier", "from now"),
        _UNITS,
    ),
    _rule(
        "length",
        r"(?i)\b(?:(?:the )?(?:last|past|next|first|previous|coming) )?"
        rf"(?!an? (?:second\b|quarter of)|three-quarters)(?P<count>{_COUNT})[ -](?P<unit>{_UNIT})s?(?:[- ]old)?{_END}",
        values.read_length,
        _UNITS,
    ),
    _rule(
        "many",
        rf"(?i)(?<!\w)(?P<unit>{_UNIT})s(?= (?:of|ago|later|after|before)){_END}",
        values.read_length,
        _PLURALS,
        (" of", " ago", " later", " after", " before"),
    ),
    _rule("long", rf"(?i)(?<!\w)(?P<unit>{_UNIT})s-(?:long|old){_END}", values.read_length, ("s-long", "s-old")),
    _rule(
        "for long",
        rf"(?i)\b(?:for|in|within|take|took|takes) (?P<x>(?P<unit>{_UNIT})s){_END}",
        values.read_length,
        _PLURALS,
        ("for ", "in ", "take", "took "),
    ),
    _rule("coming", rf"(?i)\b(?P<x>(?:the )?coming (?P<unit>{_UNIT})s){_END}", values.read_length, ("coming ",)),
    _rule("weekend", rf"(?i)\bthe weekend{_END}", values.read_weekend, ("the weekend",)),
    _rule(
        "year end",
        rf"(?i)\b(?:(?:the )?end of (?:the )?year|year(?:['’]s)?[- ]end){_END}",
        values.read_this_year,
        ("end",),
        ("year",),
    ),
    _rule(
        "century",
        rf"(?i)\b(?:the )?(?P<number>\d{{1,2}})(?:st|nd|rd|th)[ -]century{_END}",
        values.read_century,
        ("century",),
    ),
    _rule(
        "holiday",
        rf"\b(?:(?P<direction>[Ll]ast|[Nn]ext|[Tt]his) )?(?P<holiday>{_HOLIDAY}){_END}",
        values.read_holiday,
        _HOLIDAYS,
    ),
    _rule("overnight", rf"(?i)\bovernight{_END}", values.part_of_today("TNI"), ("overnight",)),
    _rule("noon", rf"(?i)\b(?:noon|midday){_END}", values.part_of_today("T12:00"), ("noon", "midday")),
    _rule(
        "quarter meant",
        rf"(?i)\bthe (?:(?:latest|same|year-ago|year-earlier|previous year) )?(?P<x>quarter){_END}(?! of (?!the))",
        values.read_quarter_meant,
        ("quarter",),
    ),
    _rule(
        "quarter a year before",
        rf"(?i)\bthe (?P<x>year-(?:ago|earlier) (?:quarter|period)){_END}",
        values.read_quarter_meant,
        ("year-",),
    ),
    _rule(
        "recent",
        rf"(?i)\b(?:in )?(?P<x>recent (?:days|weeks|months|years|times)){_END}",
        values.reference("PAST_REF"),
        ("recent ",),
    ),
    _rule(
        "every", rf"(?i)\b(?:every|each) (?P<unit>{_UNIT}|{_WEEKDAY}){_END}", values.read_repeated, ("every ", "each ")
    ),
    _rule(
        "adverb",
        rf"(?<!\b[Tt]he )\b(?P<x>daily|weekly|monthly|quarterly|yearly|annually|annual|hourly){_END}",
        values.read_adverb,
        ("daily", "weekly", "monthly", "quarterly", "yearly", "annual", "hourly"),
    ),
    _rule(
        "year",
        rf"(?:(?<=\()|\b(?i:{_BEFORE_YEAR}),? (?:the )?|, |\d{{4}}[-–])"
        rf"(?P<x>(?P<year>{_YEAR}))(?![\w%]|[.,]\d|-\d{{1,3}}(?!\d))",
        values.read_year,
        _CENTURIES,
    ),
    _rule(
        "decade", rf"\b(?:the )?(?:early |late |mid-)?(?P<decade>1[5-9]\d|20\d)0s{_END}", values.read_decade, ("0s",)
    ),
    _rule("short decade", rf"(?<!\w)(?:['’]|the )(?P<decade>[2-9])0s{_END}", values.read_decade, ("0s",)),
    _rule(
        "quarter",
        rf"(?i)\b(?:the )?{_ORDINAL}[ -]quarter(?:,? (?:of )?(?P<year>{_YEAR}))?{_END}",
        values.read_quarter,
        ("quarter",),
    ),
    _rule(
        "now",
        rf"(?i)\b(?:now|currently|nowadays|at present|at the moment|these days){_END}",
        values.reference("PRESENT_REF"),
        ("now", "currently", "at present", "at the moment", "these days"),
    ),
    _rule(
        "past",
        rf"(?i)\b(?:recently|lately|in the past(?! (?:\w{{1,8}} )?{_UNIT})){_END}",
        values.reference("PAST_REF"),
        ("recently", "lately", "in the past"),
    ),
    _rule(
        "future",
        rf"(?i)\b(?:(?:in )?the (?:near )?future|in future|soon){_END}",
        values.reference("FUTURE_REF"),
        ("future", "soon"),
    ),
    _rule(
        "clock",
        rf"(?i)(?<![\d.,:])(?P<hour>\d{{1,2}})(?:[:.](?P<minute>\d\d))? ?(?P<half>[ap]\.?m\.?)"
        rf"(?: (?P<zone>UTC|GMT|E[SD]T|P[SD]T|C[SD]T))?(?: (?:on )?(?P<weekday>{_WEEKDAY}))?{_END}",
        values.read_clock,
        ("am", "a.m", "pm", "p.m"),
    ),
    _rule(
        "24 hours",
        r"(?<![\d.,:])(?P<hour>[01]?\d|2[0-3]):(?P<minute>[0-5]\d)(?![\d:])(?: (?P<zone>UTC|GMT))?"
        rf"(?: (?:on )?(?P<weekday>{_WEEKDAY}))?",
        values.read_clock,
        (":",),
    ),
)
"""Of expressions that overlap the longest counts, then the earlier rule's."""
