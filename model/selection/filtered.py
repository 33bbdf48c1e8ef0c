"""Sampling names that pass a request's filters, by steering the network that spells them."""

import contextlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from functools import cache

import numpy as np

from model.domain.arrays import DoubleArray
from model.domain.condition import BlendMethod, Condition
from model.domain.errors import InputError, gettext_noop
from model.domain.generation import NameRequest, Rejection
from model.domain.spelling import fold
from model.inference.name_generator import Candidates, NameGenerator
from model.origin.reversed_scorer import load_reversed_network
from model.selection.gender_endings import GenderEndings

MAX_GENDER_DIFFERENCE = 1.0
"""Nats by which a neutral name may be likelier for one gender: two thirds of the names that lists
give to both differ by less, and a third of the others."""
_NEUTRAL_ENDINGS = 6
"""Endings with which neutral names are sampled."""
_MARKED, _LEANING = 1.0, 0.2
"""Rating points for each nat by which a neutral name's end marks a gender, and by which it leans to
one."""
_UNUSUAL = 0.5
"""Rating points for each nat a letter, taken off: names with letters asked for are often less usual
than those that the ranker has learnt from, and it cannot tell how bad the worst of them are."""
_GENDER = 1.0
"""Rating points for each nat by which a name is not clearly of the gender asked for: readers rated
names whatever their gender."""
_BY_NETWORK, _BY_END, _ANY = 0.62, 1.23, 0.82
"""How much the log odds that readers take an invented name for a woman's rise with each nat by
which it leans to one, with each by which its end marks one, and whatever the name: as
`python -m model.training.fit_gender` prints it."""
_CLEAR = 1.5
"""Log odds from which on a name is clearly of a gender."""
_LEAST_SHARE = 0.01
"""No end of a name is certain to be a man's, or a woman's."""
MOST_NATS = 9.8
"""Nats of a letter that is asked for beside others, in the likeliest of the countries: of six
thousand listed names, two have more for one of the three letters at either end (Renāte)."""


load_gender_endings = cache(GenderEndings.load)
"""Loads them when a name's gender is asked about first, and then keeps them."""


class FilteredSampler:
    """Samples by two networks: one spells from the beginning, the other from the end."""

    def __init__(self, generator: NameGenerator) -> None:
        self._generator = generator

    def sample_new(
        self,
        request: NameRequest,
        size: int,
        rng: np.random.Generator,
        rejected: Counter[Rejection],
    ) -> Candidates:
        """Do what `NameGenerator.sample_new` does, with last letters and neutral names, too.

        Of neutral names, −log P is that of names of either gender.

        Raises:
            KeyError: the network was not trained on one of the countries.
            UnknownLettersError: letters asked for are unknown.
        """
        self.require_readable(request)
        if not needs_steering(request):
            return self._generator.sample_new(request, size, rng, rejected)
        if len(request.condition.countries) > 1:
            size //= 2  # each country is run, and a round should take no longer
        parts = _parts(request)
        names = [name for part in parts for name in self._sample(part, size // len(parts), rng)]
        rows = self._generator.screen(names, request, rejected)
        if not rows:
            return Candidates([], [], np.zeros((0, 1), np.float32))
        kept = [names[row] for row in rows.values()]
        return self._generator.score(kept, request.condition.with_known_gender)

    def score(self, candidates: Candidates, request: NameRequest) -> DoubleArray:
        """Return rating points for how well candidates pass; −∞ where they do not (names)."""
        names, condition = candidates.names, request.condition
        leanings = self.leanings(names, condition) if condition.gender else np.zeros(len(names))
        points = self.points(names, request, leanings)
        if request.ends_with:
            points -= _UNUSUAL * candidates.nll_per_letter
        return points

    def points(
        self, names: Sequence[str], request: NameRequest, leanings: DoubleArray
    ) -> DoubleArray:
        """Return rating points for how well names suit the gender asked for; −∞ if not (names).

        Args:
            names: in lower case.
            request: what is asked for.
            leanings: of the names; they count if it asks for a gender (names).
        """
        points, gender = np.zeros(len(names)), request.condition.gender
        if gender == "N":
            women = self.female_shares(names, request.condition)
            points -= _MARKED * np.abs(log_odds(women)) + _LEANING * np.abs(leanings)
            points[np.abs(leanings) > MAX_GENDER_DIFFERENCE] = -np.inf
        elif gender:
            odds = self.gender_odds(names, request.condition, leanings)
            of_gender = odds if gender == "F" else -odds
            points -= _GENDER * np.clip(_CLEAR - of_gender, 0, None)
            points[of_gender < 0] = -np.inf
        return points

    def allows(self, name: str, request: NameRequest) -> bool:
        """Return whether a lower-case name has the letters asked for, and as many as allowed."""
        country = request.condition.dominant_country
        start, end = (
            self._generator.normalise_case(typed, country)
            for typed in (request.starts_with, request.ends_with)
        )
        fits = len(start) + len(end) <= len(name) <= request.max_length
        return fits and name.startswith(start) and name.endswith(end)

    def leanings(self, names: Sequence[str], condition: Condition) -> DoubleArray:
        """Return by how many nats each lower-case name is likelier for women (names)."""
        # The countries at once: a blend's own method would take several times as long.
        whole = replace(condition, method=BlendMethod.CONDITION)
        female, male = (
            self._generator.batch_letter_nll(names, [replace(whole, gender=gender)])[0]
            for gender in ("F", "M")
        )
        leanings: DoubleArray = male.sum(axis=1) - female.sum(axis=1)
        return leanings

    def gender_odds(
        self, names: Sequence[str], condition: Condition, leanings: DoubleArray
    ) -> DoubleArray:
        """Return the log odds that lower-case names are taken for women's (names).

        Args:
            names: in lower case.
            condition: of which the countries count.
            leanings: of the names (names).
        """
        ends = log_odds(self.female_shares(names, condition))
        return _BY_NETWORK * leanings + _BY_END * ends + _ANY

    def female_shares(self, names: Sequence[str], condition: Condition) -> DoubleArray:
        """Return how likely lower-case names are women's by their ends, from 0 to 1 (names)."""
        folded, endings = [*map(fold, names)], load_gender_endings()
        shares = [
            weight * endings.female_shares(folded, code) for code, weight in condition.countries
        ]
        women: DoubleArray = np.clip(np.sum(shares, axis=0), _LEAST_SHARE, 1 - _LEAST_SHARE)
        return women

    def require_readable(self, request: NameRequest) -> None:
        """Check all letters before any is reversed, so that an error quotes them as typed.

        Raises:
            UnknownLettersError: letters asked for are outside the alphabet.
        """
        for typed in (request.starts_with, request.ends_with):
            self._generator.normalise_case(typed, request.condition.dominant_country)

    def require_likely(self, request: NameRequest) -> None:
        """Ensure that a name could begin, and end, with the letters that are asked for.

        Raises:
            InputError: it would not sound like a name; the error offers the nearest letters.
            KeyError: the network was not trained on one of the countries.
        """
        country = request.condition.dominant_country
        start = self._generator.normalise_case(request.starts_with, country)
        end = self._generator.normalise_case(request.ends_with, country)
        likely_start = _likely_part(self._generator, start, request.condition)
        likely_end = ""
        if end:  # the reversed network is not loaded for nothing
            likely_end = _likely_part(load_reversed_network(), end[::-1], request.condition)[::-1]
        fields = {
            "start": request.starts_with,
            "end": request.ends_with,
            "likely_start": request.starts_with[: len(likely_start)],
            "likely_end": likely_end,
        }
        match likely_start == start, likely_end == end:
            case False, False:
                raise InputError(
                    gettext_noop(
                        "With {start!r} at the start and {end!r} at the end, it wouldn’t "
                        "sound like a name. Try {likely_start!r} and {likely_end!r}."
                    ),
                    **fields,
                )
            case False, True:
                raise InputError(
                    gettext_noop(
                        "With {start!r} at the start, it wouldn’t sound like a name. Try "
                        "{likely_start!r}."
                    ),
                    **fields,
                )
            case True, False:
                raise InputError(
                    gettext_noop(
                        "With {end!r} at the end, it wouldn’t sound like a name. Try "
                        "{likely_end!r}."
                    ),
                    **fields,
                )

    def _sample(self, request: NameRequest, size: int, rng: np.random.Generator) -> list[str]:
        template = request.template()
        if len(template.suffix) <= len(template.prefix):
            return self._generator.sample_from_template(request, template, size, rng)
        backwards = load_reversed_network().sample_from_template(
            request, template.reversed(), size, rng
        )
        return [name[::-1] for name in backwards]


def log_odds(probabilities: DoubleArray) -> DoubleArray:
    """Return the logarithm of p / (1 − p)."""
    odds: DoubleArray = np.log(probabilities / (1 - probabilities))
    return odds


def _likely_part(network: NameGenerator, letters: str, condition: Condition) -> str:
    """Return as many of the first letters as a name of one of the countries could have."""
    if len(letters) <= 1:
        return letters
    conditions = [Condition.for_country(code) for code, _ in condition.countries]
    nats = network.batch_letter_nll([letters], conditions)[:, 0, 1 : len(letters)]
    (unlikely,) = np.nonzero(nats.min(axis=0) > MOST_NATS)
    return letters[: unlikely[0] + 1] if len(unlikely) else letters


def needs_steering(request: NameRequest) -> bool:
    """Return whether a request is one that plain samples would rarely meet."""
    return bool(request.ends_with) or request.condition.gender == "N"


def _parts(request: NameRequest) -> list[NameRequest]:
    """Split a request for neutral names into parts, each with an end that marks no gender."""
    if request.condition.gender != "N" or request.ends_with:
        return [request]
    parts = [request]
    for ending in _neutral_endings(request.condition):
        with contextlib.suppress(InputError):  # it does not fit the other letters
            parts.append(replace(request, ends_with=ending))
    return parts


def _neutral_endings(condition: Condition) -> list[str]:
    """Return endings that mark no gender in the countries, each country's commonest."""
    endings = load_gender_endings()
    each = _NEUTRAL_ENDINGS // len(condition.countries)
    return [ending for code, _ in condition.countries for ending in endings.neutral(code)[:each]]
