"""Checks names: where they are from, who bears them, how they are spelled, what they mean."""

from collections.abc import Iterable, Sequence
from itertools import islice
from typing import Self

import numpy as np
from rapidfuzz.distance import OSA

from model.domain.generation import NameKind
from model.domain.name_check import CountryCount, NameCheck, SurnameFit
from model.domain.ranking import Ranking
from model.domain.spelling import count_syllables, fold
from model.domain.steps import Steps, finish
from model.domain.validation import validate_name
from model.inference.bearers import Bearers, UseKind
from model.inference.name_generator import NameGenerator
from model.origin.classifier import OriginClassifier
from model.origin.country_lists import CountryLists
from model.selection.everyday_words import EverydayWords

_SHOWN = 8
"""Spellings, and look-alikes."""
_MAX_DIFFERENCE = 3
"""Letters by which another spelling may differ: loose keys join a few that hardly sound alike."""
_MIN_LETTERS = 4
"""Of a name for which look-alikes are told: shorter ones are all alike."""
_MILLION = 1_000_000


class NameChecker:
    """Checks names; immutable, and so thread-safe."""

    def __init__(
        self, generator: NameGenerator, classifier: OriginClassifier, words: EverydayWords
    ) -> None:
        """Take what knows the names: who bears them, where they are from, the everyday words."""
        self._alphabet = generator.alphabet
        self._existence, self._blocklist = generator.existence, generator.blocklist
        self._generator, self._classifier, self._words = generator, classifier, words
        self._lists = CountryLists.load(generator.known)
        self._registered = {
            use.country: use.bearers
            for use in generator.existence.bearers.totals
            if use.kind is UseKind.REGISTER
        }

    @classmethod
    def load(cls, generator: NameGenerator, classifier: OriginClassifier | None = None) -> Self:
        """Load what is shipped; `classifier` saves loading it.

        Raises:
            FileNotFoundError: a file is missing.
        """
        return cls(generator, classifier or OriginClassifier.load(generator), EverydayWords.load())

    def check(self, names: Sequence[str], surname: str = "") -> list[NameCheck]:
        """Say what is known of names.

        Args:
            names: as typed.
            surname: that they go with, if any, as validated.

        Raises:
            UnknownLettersError, SpacedNameError, LengthError: those of `validate_name`.
        """
        return finish(self.check_in_steps(names, surname))

    def check_in_steps(self, names: Sequence[str], surname: str = "") -> Steps[list[NameCheck]]:
        """Do what `check` does, and yield after each name, so that others may come in between.

        Raises the errors of `check`.
        """
        valid = [validate_name(name, self._alphabet) for name in names]
        checks = []
        for name in valid:
            checks.append(self._check(name, surname))
            yield
        return checks

    def _check(self, name: str, surname: str) -> NameCheck:
        folded, origin = fold(name), self._classifier.rank(name)
        spellings = self._existence.bearers.spellings(name)
        found = next((each for each in spellings if fold(each.name) == folded), None)
        uses = () if found is None else found.uses
        other_spellings = self._shown(_other_spellings(spellings, folded))
        uncounted, kind = self._uncounted(origin), self._existence.kind_of(name)
        country = origin.ranking[0].country
        return NameCheck(
            origin,
            NameKind.KNOWN if uncounted and kind is NameKind.RARE else kind,
            self._counts(found, origin),
            sum(use.bearers for use in uses if use.kind is UseKind.PEOPLE),
            _homes(found),
            uncounted,
            max(1, count_syllables(name, country)),
            other_spellings,
            self._lookalikes(folded, other_spellings),
            tuple(self._words.languages_with(folded)),
            self._blocklist.blocks(name),
            SurnameFit.of(name, surname, country) if surname else None,
        )

    def _uncounted(self, origin: Ranking) -> str:
        """Return the country that a name is from if no register of it is known; else nothing."""
        first = origin.ranking[0].country
        return first if origin.is_borne and first not in self._registered else ""

    def _counts(self, found: Bearers | None, origin: Ranking) -> tuple[CountryCount, ...]:
        counts = [
            CountryCount(
                use.country,
                use.women,
                use.men,
                _MILLION * use.bearers / self._registered[use.country],
                use.decades,
            )
            for use in (() if found is None else found.uses)
            if use.kind is UseKind.REGISTER and use.bearers
        ]
        first = origin.ranking[0].country
        return tuple(sorted(counts, key=lambda count: (count.country != first, -count.per_million)))

    def _lookalikes(self, folded: str, spellings: Sequence[str]) -> tuple[str, ...]:
        """Return the known names a letter away that are no other spellings of the name.

        Those on most countries' lists come first.
        """
        if len(folded) < _MIN_LETTERS:
            return ()
        known = self._generator.known
        rows, _ = known.neighbours.within(folded, 1)
        order = rows[np.argsort(-self._lists.counts(rows), kind="stable")]
        names = (known.written[row].decode() for row in order)
        told = {folded, *map(fold, spellings)}
        return self._shown(name for name in names if fold(name) not in told)

    def _shown(self, names: Iterable[str]) -> tuple[str, ...]:
        """Return the first of some names that may be shown to anybody."""
        return tuple(islice((name for name in names if not self._blocklist.blocks(name)), _SHOWN))


def _homes(found: Bearers | None) -> tuple[str, ...]:
    """Return where a name is at home, the countries where it is so above all first."""
    uses = [use for use in (() if found is None else found.uses) if use.kind is UseKind.TRADITION]
    return tuple(use.country for use in sorted(uses, key=lambda use: -use.bearers))


def _other_spellings(spellings: list[Bearers], folded: str) -> list[str]:
    """Return other spellings of a name, the commonest first."""
    near = [
        each
        for each in spellings
        if fold(each.name) != folded
        and OSA.distance(fold(each.name), folded) <= min(_MAX_DIFFERENCE, len(folded) // 2)
    ]
    near.sort(key=_registered, reverse=True)
    return [each.name for each in near]


def _registered(bearers: Bearers) -> int:
    return sum(use.bearers for use in bearers.uses if use.kind is UseKind.REGISTER)
