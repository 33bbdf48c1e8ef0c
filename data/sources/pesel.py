"""zxcvbn-pl: names of 200 Poles or more in the PESEL register, among their inflected forms.

Its trie maps lower-case words to ranks. A name has its rank in the register, women and men apart;
an inflected form (Adama, Adamowi, Anno) has exactly twice the rank of its name. Most words stand
there a second time without diacritics.
"""
# ruff: noqa: SIM905 - a list of words reads better as words

from collections import defaultdict
from collections.abc import Iterator, Mapping
from zipfile import ZipFile

from marisa_trie import RecordTrie  # type: ignore[import-not-found] # compiled, without stubs

from data.records import Gender, Record
from model.domain.spelling import fold

FILE = "zxcvbn_pl/data/pl_first_names.marisa"

_FOREIGN = frozenset("qvx")
_MOVING = 3
"""Letters at the end of a name that its forms may change: Marek, Marka; Paweł, Pawła."""
_MEN_IN_A = frozenset({"barnaba", "bonawentura", "ilia", "jarema", "kosma", "kuba", "nikita"})
# Names of the register that the grammar does not list, so that they stand there without forms.
_UNDECLINED = frozenset(
    "aniceta arlena aurela bernarda bernardeta cyryla dajana dalia dioniz dżesika eliana elza ema "
    "emanuela eunika gniewko heronim hieronima irmgarda izydora jaśmina jesika jolenta julitta "
    "kamelia karola kornela larisa leonarda letycja lucjanna margareta marita martina marzanna "
    "matilda nastazja nella nikola oksana oriana otolia paskal ramona roksolana rozwita sabrina "
    "samanta sylwestra tola wanesa wanessa wincent wincentyna włodzimiera zbigniewa zoja".split()
)
_FEWEST_FORMS = 3
"""Forms that a name which Polish declines has; names of newcomers (Oleksandr) have none."""


def read(wheel: ZipFile) -> Iterator[Record]:
    """Read the names of the register that Polish grammar knows and declines."""
    trie = RecordTrie("<I").frombytes(wheel.read(FILE))
    yield from names({word: ranks[0] for word, *ranks in _flat(trie)})


def names(ranks: Mapping[str, int]) -> Iterator[Record]:
    """Tell names from their forms.

    Args:
        ranks: every lower-case word and its rank.

    Yields:
        Each declined name once, with its diacritics, and the gender that its declension shows.
    """
    by_rank: dict[int, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for word in sorted(ranks):
        by_rank[ranks[word]][fold(word)].append(word)
    for rank in sorted(by_rank):
        doubled = [word for group in by_rank.get(2 * rank, {}).values() for word in group]
        halved = by_rank.get(rank // 2, {}) if rank % 2 == 0 else {}
        for folded, spellings in by_rank[rank].items():
            forms = [word for word in doubled if _declines(folded, fold(word))]
            is_form = any(base == folded or _declines(base, folded) for base in halved)
            name = min(spellings, key=lambda word: (word.isascii(), word))
            declined = len(forms) >= _FEWEST_FORMS and not is_form and not _FOREIGN & set(name)
            if declined or name in _UNDECLINED:
                yield Record(name, "PL", _gender(name))


def _flat(trie: RecordTrie) -> Iterator[tuple[str, int]]:
    return ((word, record[0]) for word, record in trie.iteritems())


def _declines(name: str, form: str) -> bool:
    """Say whether a folded word can be a form of a folded name: its beginning is the same."""
    stem = name[: max(2, len(name) - _MOVING)]
    return form != name and form.startswith(stem) and len(form) <= len(name) + _MOVING + 1


def _gender(name: str) -> Gender:
    return "F" if name.endswith("a") and name not in _MEN_IN_A else "M"
