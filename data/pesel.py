"""zxcvbn-pl: names with at least 200 bearers in the PESEL register, mixed with inflected forms.

Its trie maps lower-case words to ranks. A name has its rank in the register, separately for women
and men; an inflected form (Adama, Adamowi, Anno) has exactly twice the rank of its name. Most words
occur a second time without diacritics.
"""
# ruff: noqa: SIM905 - a list of words reads better as words

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from marisa_trie import RecordTrie

from data.records import Gender, Record
from data.sources import File
from model.domain.spelling import fold

_FOREIGN_LETTERS = frozenset("qvx")
_VARIABLE_ENDING = 3
"""How many final letters may differ in an inflected form: Marek, Marka; Paweł, Pawła."""
_MASCULINE_IN_A = frozenset({"barnaba", "bonawentura", "ilia", "jarema", "kosma", "kuba", "nikita"})
# Polish names that the dictionary of forms lacks, so that they occur without inflected forms.
_NAMES_WITHOUT_FORMS = frozenset(
    "aniceta arlena aurela bernarda bernardeta cyryla dajana dalia dioniz dżesika eliana elza ema "
    "emanuela eunika gniewko heronim hieronima irmgarda izydora jaśmina jesika jolenta julitta "
    "kamelia karola kornela larisa leonarda letycja lucjanna margareta marita martina marzanna "
    "matilda nastazja nella nikola oksana oriana otolia paskal ramona roksolana rozwita sabrina "
    "samanta sylwestra tola wanesa wanessa wincent wincentyna włodzimiera zbigniewa zoja".split()
)
_MIN_FORMS = 3
"""Minimum number of inflected forms of a Polish name; foreign names (Oleksandr) have none."""


def read(files: Iterable[File]) -> Iterator[Record]:
    """Read the Polish names of the register, without inflected forms and foreign names."""
    for file in files:
        trie = RecordTrie("<I").frombytes(file.content)
        yield from extract_names({word: rank for word, (rank,) in trie.iteritems()})


def extract_names(ranks: Mapping[str, int]) -> Iterator[Record]:
    """Separate names from inflected forms and foreign names.

    Args:
        ranks: the rank of every lower-case word.

    Yields:
        Each Polish name once, with its diacritics, and the gender that its ending shows.
    """
    by_rank: dict[int, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for word in sorted(ranks):
        by_rank[ranks[word]][fold(word)].append(word)
    for rank in sorted(by_rank):
        doubled = [word for group in by_rank.get(2 * rank, {}).values() for word in group]
        halved = by_rank.get(rank // 2, {}) if rank % 2 == 0 else {}
        for folded, spellings in by_rank[rank].items():
            forms = [word for word in doubled if _may_be_form(folded, fold(word))]
            is_form = any(base == folded or _may_be_form(base, folded) for base in halved)
            name = min(spellings, key=lambda word: (word.isascii(), word))
            declined = len(forms) >= _MIN_FORMS and not is_form and not _FOREIGN_LETTERS & set(name)
            if declined or name in _NAMES_WITHOUT_FORMS:
                yield Record(name, "PL", _gender(name))


def _may_be_form(name: str, form: str) -> bool:
    """Return whether a folded word may be a form of a folded name: it has the same stem."""
    stem = name[: max(2, len(name) - _VARIABLE_ENDING)]
    return form != name and form.startswith(stem) and len(form) <= len(name) + _VARIABLE_ENDING + 1


def _gender(name: str) -> Gender:
    return "F" if name.endswith("a") and name not in _MASCULINE_IN_A else "M"
