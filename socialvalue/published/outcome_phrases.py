"""The words of the field: what people write for an outcome, brought to a form in which it can be looked up.

“P/T job”, “Job (PT)” and “No. of residents into part-time work” are one phrase: abbreviations are written out, words
that say nothing of the outcome are left out, and words of one meaning become one word. What remains must be wholly
known: a word more, such as “interview” or “lost”, makes it another phrase.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable
from itertools import combinations

#: How a phrase is rewritten before it is split into words, in this order.
_REWRITTEN: tuple[tuple[str, str], ...] = (
    (r"[‐‑–—−]", "-"),
    (r"[’‘`]", "'"),
    (r"\bf ?[/.\\] ?t\b\.?|\bfull[ -]?time\b|\bft\b", " fulltime "),
    (r"\bp ?[/.\\] ?t\b\.?|\bpart[ -]?time\b|\bpt\b", " parttime "),
    (r"\bself[ -]?employ(ed|ment)\b", " selfemployment "),
    (r"\bpre[ -]employment\b", " employability "),
    (r"\bwell-being\b", " wellbeing "),
    (r"\bfood ?bank\b", " food "),
    (r"\bhow many (\w+ )?did (you|we) (support|help)\b", " "),
    (r"\b(no|nos|num)\.|\bno(?= of\b)|\bn[ou]s?\. ?of\b|#", " "),
    (r"\b(16 ?\+|16 (hours|hrs) or more|16 or more hours|16 (hours|hrs)? ?(and|or) over)", " sixteenplus "),
    (r"(<|\b(under|less than|fewer than|below)) ?16(?!\d)", " undersixteen "),
    (r"(?<=sixteenplus) *(hours?|hrs?)\b|(?<=undersixteen) *(hours?|hrs?)\b", " "),
    (
        r"\b(at least )?(once|twice) (a|per|every) (week|month)\b|\b\d+ (hours?|hrs?) ?(pw|p/w|per week|a week)\b",
        " regular ",
    ),
    (r"\b(a|per|each) week\b|\bp/?w\b", " "),
    (r"\bthis month\b|\bin( the)? month\b", " "),
    (r"\b(nvq )?(nvq|level|lvl|l) ?-?[1-8]\b", " anylevel "),
    (r"\bemployment (?=training|course|workshop)", " employability "),
    (r"(?<=employability) (programme|program|scheme)\b", " training "),
    (r"\(£\)|£(?!\d)", " "),
)


def _words_of(words: str) -> frozenset[str]:
    return frozenset(words.split())


#: Words that say nothing of which outcome is meant. “In” is not among them: who is in work has not started it now.
_NEUTRAL_WORDS = _words_of(
    """a an and any attend attended attending awarded by client clients count customer customers did for given had has
    have how issued made many number of on or our paid participant participants people person persons resident
    residents supported helped assisted that tenant tenants the their there to we were who with you"""
)

#: Words of one meaning, in the singular: the meaning, and the words.
_WORD_MEANINGS = {
    "work": "work job employment employed role position post",
    "start": "into start started starting began begin beginning begun commenced commencing entered entering moved "
    "moving became outcome",
    "gained": "gained gaining gain got obtained obtaining secured securing found",
    "achieved": "achieved achieving completed completing passed attained",
    "volunteering": "volunteer volunteering vol vols",
    "hour": "hour hr",
    "apprenticeship": "apprentice apprenticeship",
    "traineeship": "trainee traineeship",
    "regular": "regular regularly monthly weekly",
    "training": "course training workshop",
    "qualification": "qualification diploma",
    "accredited": "accredited recognised",
    "prevented": "prevented avoided",
    "call": "call phonecall phone telephone",
    "benefit": "benefit benefits",
    "skill": "skill skills",
}
_SAME_WORD = {word: meaning for meaning, words in _WORD_MEANINGS.items() for word in words.split()}

#: Words that are right as they are, though they look like a slip in another.
_OTHER_WORDS = _words_of(
    """employer employee employing employable unemployment unemployed employability trained trainer untrained
    volunteered voluntary qualified placement placed apprenticed vacancy vocational occupational working worker
    workless"""
)


def phrases(listed: str) -> set[frozenset[str]]:
    """A listed phrase as it may be met: what is in brackets may be missing."""
    optional = re.findall(r"\(([^()]*)\)", listed)
    bare = re.sub(r"\([^()]*\)", " ", listed)
    some = (chosen for number in range(len(optional) + 1) for chosen in combinations(optional, number))
    return {phrase(" ".join([bare, *chosen])) for chosen in some}


def phrase(written: str, spelt: dict[str, str] | None = None) -> frozenset[str]:
    """What is left of a phrase to look it up by.

    Args:
        written: as people write it.
        spelt: corrections of words, as `slips` finds them.
    """
    spelt = spelt or {}
    words = (spelt.get(word, word) for word in _words_of_phrase(written))
    return frozenset(_meaning_of_word(word) for word in words if word not in _NEUTRAL_WORDS)


def started(phrase: frozenset[str]) -> frozenset[str]:
    """The phrase, where gaining something is starting it."""
    return (phrase - {"gained"}) | {"start"} if "gained" in phrase else phrase


def _words_of_phrase(written: str) -> list[str]:
    text = written.lower()
    for pattern, replacement in _REWRITTEN:
        text = re.sub(pattern, replacement, text)
    return re.findall(r"[a-z&']+|\d+|[%+<>]", text)


def _meaning_of_word(word: str) -> str:
    return _SAME_WORD.get(word) or _SAME_WORD.get(word.removesuffix("s")) or word.removesuffix("s")


def slips(written: str, known: Iterable[str]) -> dict[str, str]:
    """Words of a phrase that are none, each with the one known word it is a slip of; empty where one has none.

    Args:
        written: as people write it.
        known: the words that known phrases are made of.
    """
    right = {*known, *_SAME_WORD, *_OTHER_WORDS}
    long = [word for word in right if len(word) >= 6]
    found: dict[str, str] = {}
    for word in _words_of_phrase(written):
        if word in _NEUTRAL_WORDS or word in right or word.removesuffix("s") in right or not 6 <= len(word) <= 30:
            continue
        close = difflib.get_close_matches(word, long, n=2, cutoff=0.84)
        if not close or close[0][0] != word[0] or close[0] in _OTHER_WORDS:
            return {}
        found[word] = close[0]
    return found


def normal_name(name: str) -> str:
    """A name as it is compared: case, spacing and punctuation do not matter."""
    return re.sub(r"[^a-z0-9£&+]+", " ", name.lower()).strip()


def loose_name(name: str) -> str:
    """A name as it is compared where a space and a plural more or less make no difference."""
    return "".join(word.removesuffix("s") for word in normal_name(name).split())
