"""name2nat: a million people on Wikipedia by nationality; most titles begin with the given name.

A first word counts as a name of a country if it is typical: several people of that nationality bear
it and few others do. Nationalities that write the surname first are skipped.
"""
# ruff: noqa: SIM905 - a list of words reads better as words

import io
import pickle
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from typing import NamedTuple
from zipfile import ZipFile

from data.records import Record

FILE = "name2nat/name2nats.pkl"


class Rule(NamedTuple):
    """The conditions under which a first word is a name of a country.

    Attributes:
        country: the country's code.
        min_bearers: how many people of the nationality must bear it.
        min_lift: how many times more common it must be among them than among everyone.
        single_bearer_pattern: matches lower-case words that suffice with one bearer worldwide.
    """

    country: str
    min_bearers: int
    min_lift: float
    single_bearer_pattern: str = ""


# Only countries with too few names from better lists. Two bearers suffice for small nationalities
# with distinctive names; where many share the names (AU, CA, speakers of Spanish) it takes more.
RULES = {
    "Albanian": Rule("AL", 3, 10),
    "Algerian": Rule("DZ", 2, 5),
    "Argentine": Rule("AR", 3, 1.5),
    "Armenian": Rule("AM", 2, 30),
    "Australian": Rule("AU", 8, 0.7),
    "Belarusian": Rule("BY", 2, 10),
    "Brazilian": Rule("BR", 3, 5),
    "Canadian": Rule("CA", 6, 0.8),
    "Chilean": Rule("CL", 3, 3),
    "Colombian": Rule("CO", 3, 3),
    "Egyptian": Rule("EG", 2, 4),
    "Filipino": Rule("PH", 3, 1.5),
    "Georgian": Rule("GE", 2, 10),
    "Ghanaian": Rule("GH", 2, 5),
    "Greek": Rule("GR", 3, 10),
    "Indian": Rule("IN", 4, 10),
    "Indonesian": Rule("ID", 2, 10),
    "Iranian": Rule("IR", 2, 20),
    "Italian": Rule("IT", 2, 5, single_bearer_pattern=r"[a-ivzl-u][a-ilm-vzàèéìòù]+[aeioàèéìòù]"),
    "Kenyan": Rule("KE", 3, 5),
    "Latvian": Rule("LV", 2, 10),
    "Lithuanian": Rule("LT", 2, 10),
    "Maltese": Rule("MT", 2, 5),
    "Mexican": Rule("MX", 3, 1.5),
    "Moldovan": Rule("MD", 2, 5),
    "Montenegrin": Rule("ME", 3, 30),
    "Nigerian": Rule("NG", 2, 10),
    "Pakistani": Rule("PK", 3, 10),
    "Russian": Rule("RU", 4, 8),
    "Ukrainian": Rule("UA", 3, 8),
}
_NAME = re.compile(r"[^\W\d_][^\W\d_]+(?:[-'’][^\W\d_]+)*")
# First words of titles that are not names: ranks, honorifics, articles, particles.
NON_NAMES = frozenset(
    "abd abdel abdol abdul abi abol abou abu ain al alhaj alhaji antipope assassination "
    "ayatollah baby baron bibi big bin bint bishop black blessed blind captain cardinal chief "
    "colonel count da dame datuk de death deaths del der deshamanya di dj don dona dos doña "
    "dr duke el emir emperor father fra general hadji haj haji hajj hajji her ibn il imam "
    "junior justice khan khwaja kid killing king la lady las le li'l lil little lord los "
    "maestro maharaja maharana mahatma major malam master maulana mc mir mirza mohd mother mr "
    "mrs ms mufti mulla mullah murder nawab nawabzada oba ogbeni old padre pandit patriarch "
    "pope prince princess princesse queen rabbi raja rajah rana rani saint san sant santa "
    "sardar sayed sayid sayyed sayyid seyed seyyed shah shaikh shaykh sheik sheikh sheikha "
    "sheykh shri sir sister sri st swami syed team the trial uncle ustad van von young zu".split()
)


class _SafeUnpickler(pickle.Unpickler):
    """Loads only built-in containers and strings, so that it cannot run code."""

    def find_class(self, module: str, name: str) -> type:
        message = f"the list of names asks for {module}.{name}: it is not the list that was pinned"
        raise pickle.UnpicklingError(message)


def read(wheel: ZipFile) -> Iterator[Record]:
    """Read the names of the nationalities in `RULES`; the genders are unknown."""
    yield from extract_names(read_people(wheel), RULES)


def read_people(wheel: ZipFile) -> Mapping[str, list[str]]:
    """Read the nationalities of each full name."""
    people: Mapping[str, list[str]] = _SafeUnpickler(io.BytesIO(wheel.read(FILE))).load()
    return people


def first_words(people: Mapping[str, list[str]]) -> Counter[tuple[str, str]]:
    """Count the people of each nationality and first word of a full name."""
    return Counter(
        (nationality, words[0])
        for full_name, nationalities in people.items()
        if len(words := full_name.split(maxsplit=1)) > 1
        for nationality in nationalities
    )


def extract_names(people: Mapping[str, list[str]], rules: Mapping[str, Rule]) -> Iterator[Record]:
    """Yield the typical first names of some nationalities.

    Args:
        people: the nationalities of each full name.
        rules: the rule of each nationality.
    """
    bearers: dict[str, Counter[str]] = defaultdict(Counter)
    everyone: Counter[str] = Counter()
    for (nationality, name), count in first_words(people).items():
        if _NAME.fullmatch(name) and name.lower() not in NON_NAMES:
            bearers[nationality][name] = count
            everyone[name] += count
    for nationality, rule in rules.items():
        share = bearers[nationality].total() / max(1, everyone.total())
        for name, count in bearers[nationality].items():
            typical = count >= rule.min_bearers and count >= rule.min_lift * share * everyone[name]
            unique = everyone[name] == 1 and re.fullmatch(rule.single_bearer_pattern, name.lower())
            if (typical or unique) and name[0].isupper() and not name.isupper():
                yield Record(name, rule.country, "U")
