"""Second looks at languages that letter statistics confuse. Another is a function here and a line in `SECOND_LOOKS`.

Each is given the code that was guessed, the text and the score of every language, and returns what it believes.
"""

import re
from collections.abc import Callable, Mapping

from pipeline.text.line_shapes import headline_verbs

SecondLook = Callable[[str, str, Mapping[str, float]], str]

PIDGIN_WORDS = re.compile(
    r"\b(?:dey|wey|wetin|una|dem|don|pesin|pipol|pipo|sabi|abi|dis|dat|dose|dese|di|na|sey|dia|oda|odas|tins|wit|moda|fada|"
    r"broda|sista|tori|tok|comot|wahala|oga|ogbonge|naija|bbnaija|kontri|goment)\b",
    re.IGNORECASE,
)
"""Function words and spellings of Nigerian Pidgin that English does not have, or seldom."""
WORDS_A_PIDGIN_WORD = 25
"""Pidgin has one of them at least every so many words."""
SURELY_PIDGIN = 0.9
"""English sentences full of foreign names score up to .76 as Pidgin."""
ENGLISH_WORDS = re.compile(
    r"\b(?:the|is|are|was|were|has|have|had|been|his|her|he|she|him|they|their|them|this|that|these|those|with|from|at|its|"
    r"an|but|not|would|said|says|which|than|there|a)\b|['’]s\b",
    re.IGNORECASE,
)
"""Words that English hardly does without, and for which Pidgin has others."""
UNMARKED_CHARS = 50
"""Shorter text without a word of either says too little: it is taken for English."""
AS_LIKELY = 0.8
"""A text without any of them is Pidgin where that scores at least this share of what English does."""
TIGRINYA_LETTERS = re.compile("[\u1250-\u1258\u125a-\u125d\u12a3\u12b8-\u12be]")
"""Letters that Tigrinya uses all the time and Amharic hardly: the q with a rasp, the glottal a, the soft k."""
ETHIOPIC = re.compile("[\u1200-\u137f]")
TIGRINYA_SHARE = 0.02
KIRUNDI = re.compile(r"(?:\b|[aeiou])vy|\bc['’]|\bc[ao]\b", re.IGNORECASE)
KINYARWANDA = re.compile(r"(?:\b|[aeiou])n?(?:by|cy|jy|shy)", re.IGNORECASE)
KINYARWANDA_CHARS = 60
"""Kinyarwanda of this length hardly does without those spellings."""
SHORT_CHARS = 200
"""Letter statistics of fewer letters are shaken by a single foreign name."""
NEARLY = 0.2
"""A language that scores at least this share of the best one may be meant in a short text."""
CLEAR = 0.15
"""Below this score nothing stands out in a short text."""


def guess_again(best: str, text: str, scores: Mapping[str, float]) -> str:
    """Let every second look correct the guess in turn."""
    for look in SECOND_LOOKS:
        best = look(best, text, scores)
    return best


def tell_pidgin(best: str, text: str, scores: Mapping[str, float]) -> str:
    """Tell Nigerian Pidgin from English by its function words, where one of them was guessed."""
    if best not in {"en", "pcm"} or scores.get("pcm", 0.0) < CLEAR:
        return best
    words = text.count(" ") + 1
    if scores["pcm"] >= SURELY_PIDGIN and len(text) >= UNMARKED_CHARS and not _is_marked_english(text):
        return "pcm"
    if len(PIDGIN_WORDS.findall(text)) * WORDS_A_PIDGIN_WORD >= words:
        return "pcm"
    is_as_likely = scores["pcm"] >= AS_LIKELY * scores.get("en", 0.0) and len(text) >= UNMARKED_CHARS
    return "pcm" if is_as_likely and not _is_marked_english(text) else "en"


def _is_marked_english(text: str) -> bool:
    """Tell whether a text has words of English that Pidgin has not, or verbs with its ending."""
    return bool(ENGLISH_WORDS.search(text)) or any(
        word.endswith("s") and word in headline_verbs() for word in text.split()
    )


def tell_tigrinya(best: str, text: str, _scores: Mapping[str, float]) -> str:
    """Tell Tigrinya from Amharic by its letters."""
    if best != "am":
        return best
    letters = len(ETHIOPIC.findall(text))
    return "ti" if len(TIGRINYA_LETTERS.findall(text)) > TIGRINYA_SHARE * letters else "am"


def tell_kirundi(best: str, text: str, _scores: Mapping[str, float]) -> str:
    """Tell Kirundi from Kinyarwanda, which writes by, cy, jy and shy where Kirundi has vy, c, j and sh."""
    if best != "rw":
        return best
    kirundi, kinyarwanda = len(KIRUNDI.findall(text)), len(KINYARWANDA.findall(text))
    return "rn" if kirundi > kinyarwanda or (not kinyarwanda and len(text) >= KINYARWANDA_CHARS) else "rw"


def prefer_english_when_short(best: str, text: str, scores: Mapping[str, float]) -> str:
    """Take a short text in plain Latin letters for English where nothing fits better."""
    if best in {"en", "pcm"} or len(text) >= SHORT_CHARS or not text.isascii():
        return best
    if scores.get("pcm", 0.0) > scores.get("en", 0.0):
        return best
    nothing_clear = scores[best] < CLEAR if best in scores else False
    return "en" if nothing_clear or scores.get("en", 0.0) >= NEARLY * scores.get(best, 1.0) else best


SECOND_LOOKS: tuple[SecondLook, ...] = (tell_pidgin, tell_tigrinya, tell_kirundi, prefer_english_when_short)
"""In the order in which they are asked."""
