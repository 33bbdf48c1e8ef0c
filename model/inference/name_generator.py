"""The generator that serves: new names, and scores of names, in NumPy.

A `NameGenerator` is immutable, so threads may share it. Callers pass the source of randomness.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import islice
from pathlib import Path

import numpy as np

from model.domain.arrays import DoubleArray, FloatArray
from model.domain.condition import Condition, gender_weights
from model.domain.errors import InputError, gettext_noop
from model.domain.generation import (
    MAX_NAME_LENGTH,
    MIN_NAME_LENGTH,
    GenerationResult,
    NameKind,
    NameRequest,
    Rejection,
    RequestedKind,
    Suggestion,
)
from model.domain.spelling import STOP, capitalise, fold, lower
from model.domain.template import WRITABLE_VOWELS, Template
from model.domain.validation import normalise_case
from model.inference.blending import DecoderState, mixing_method, mixture_components
from model.inference.blocklist import Blocklist
from model.inference.existence import Existence
from model.inference.sampler import letter_nll, sample_batch
from model.inference.template_sampler import TemplateSampler
from model.network.numpy_rnn import RNNCell
from model.network.weights import SHIPPED_WEIGHTS, Weights

_MAX_SAMPLES = 4096
"""Samples for a request before it is answered with fewer names; divided by a blend's components."""
_MAX_SAMPLES_PER_NAME = 6
"""Samples for each name requested, where this allows more."""
_OVERSAMPLING = 3
"""Samples for each name requested in the first batch: more than half of them are known names."""
_MAX_BATCH = 512
_CONDITION_BATCH = 16
"""Conditions to score a name under at once: the matrices of each take 300 kB."""

_STUTTER = re.compile(r"(.{1,3})\1\1")
_LOOSE_SIGN = re.compile(r"(^|\W)\W|\W$")
_WRITABLE_VOWELS = frozenset(WRITABLE_VOWELS)


@dataclass(frozen=True, slots=True)
class Candidates:
    """Names under a condition, with what the network says of each.

    Attributes:
        names: in lower case.
        folded: the same, folded.
        letter_nll: −log P of each letter and the stop, in nats, then zeros (names, positions).
    """

    names: Sequence[str]
    folded: Sequence[str]
    letter_nll: FloatArray

    @property
    def nll_per_letter(self) -> DoubleArray:
        """The mean over a name's letters and its stop, in nats (names)."""
        lengths = [len(name) + 1 for name in self.names]
        return np.asarray(self.letter_nll.sum(axis=1) / lengths)


class NameGenerator:
    """Generates names and scores them."""

    def __init__(self, weights: Weights) -> None:
        """Lay trained weights out for serving, beside what tells which names exist."""
        self._cell = RNNCell(weights.arrays, weights.ngrams)
        self._symbols = weights.alphabet
        self._letter_ids = {letter: index for index, letter in enumerate(weights.alphabet)}
        self._country_ids = {code: index for index, code in enumerate(weights.countries)}
        self._weights_fingerprint = weights.fingerprint
        self.existence = Existence.load()
        self.known = self.existence.known
        self.blocklist = Blocklist.load()

    @classmethod
    def load(cls, path: Path = SHIPPED_WEIGHTS) -> "NameGenerator":
        """Load weights from a file; the errors are those of `Weights.load`."""
        return cls(Weights.load(path))

    @property
    def alphabet(self) -> str:
        """The letters that a name may have, without the stop symbol."""
        return self._symbols.removeprefix(STOP)

    @property
    def countries(self) -> tuple[str, ...]:
        """The codes of the countries it was trained on, sorted."""
        return tuple(self._country_ids)

    @property
    def fingerprint(self) -> str:
        """Identifies the network and the known names."""
        return f"{self._weights_fingerprint}-{self.known.fingerprint}"

    def suggest(self, request: NameRequest, rng: np.random.Generator) -> GenerationResult:
        """Generate names: all writable, none blocked, and only new ones unless the request says so.

        Returns:
            As many as requested, or fewer if no more were found among as many samples as allowed.

        Raises:
            KeyError: the network was not trained on one of the countries.
            UnknownLettersError: `starts_with` has letters outside the alphabet.
        """
        rejected = Counter[Rejection]()
        names = [*islice(self._acceptable(request, rng, rejected), request.count)]
        nearest = self.known.nearest(names)
        suggestions = [
            self.with_existence(Suggestion(name, NameKind.NEW, *near), request.condition)
            for name, near in zip(names, nearest, strict=True)
        ]
        return GenerationResult(tuple(suggestions), +rejected)

    def _acceptable(
        self, request: NameRequest, rng: np.random.Generator, rejected: Counter[Rejection]
    ) -> Iterator[str]:
        """Yield acceptable names, each once; count why others are not."""
        seen = set[str]()
        for size in self._batch_sizes(request):
            for letters, _ in self._sample(request, size, rng):
                key = fold(letters)
                if key in seen:
                    rejected[Rejection.REPEATED] += 1
                elif self.screen([letters], request, rejected):
                    if self.blocklist.blocks(letters):
                        rejected[Rejection.BLOCKED] += 1
                    else:
                        seen.add(key)
                        yield capitalise(letters, request.condition.dominant_country)

    def with_existence(self, suggestion: Suggestion, condition: Condition) -> Suggestion:
        """Say of a suggested name whether it exists, and where, the countries asked for first."""
        kind = self.existence.kind_of(suggestion.name)
        if kind is NameKind.NEW:
            return suggestion
        codes = [code for code, _ in condition.countries]
        bearing = self.existence.bearing(suggestion.name, codes)
        return replace(suggestion, kind=kind, bearing=bearing)

    def sample_new(
        self,
        request: NameRequest,
        size: int,
        rng: np.random.Generator,
        rejected: Counter[Rejection],
    ) -> Candidates:
        """Sample a batch of names, and keep those of the kind asked for, writable and long enough.

        The block list, which takes longer, is left to the caller.

        Args:
            request: the constraints, but for the count.
            size: names to sample.
            rng: source of randomness.
            rejected: counts the reasons why others are left out.

        Returns:
            Each folded name once.

        Raises:
            KeyError: the network was not trained on one of the countries.
            UnknownLettersError: `starts_with` has letters outside the alphabet.
        """
        drawn = [*self._sample(request, size, rng)]
        rows = self.screen([letters for letters, _ in drawn], request, rejected)
        kept = [drawn[row] for row in rows.values()]
        nats = np.array([nats for _, nats in kept], np.float32)
        nats = nats.reshape(len(kept), request.max_length + 1)  # also if there is none
        return Candidates([letters for letters, _ in kept], [*rows], nats)

    def sample_from_template(
        self, request: NameRequest, template: Template, size: int, rng: np.random.Generator
    ) -> list[str]:
        """Sample names that have a template's letters.

        Returns:
            Names in lower case, of which some may be equal; fewer than `size` if hardly any name
            is like that.

        Raises:
            KeyError: the network was not trained on one of the countries.
            UnknownLettersError: the template has letters outside the alphabet.
        """
        country = request.condition.dominant_country
        prefix, suffix = (
            self._encode(self.normalise_case(part, country))
            for part in (template.prefix, template.suffix)
        )
        start = partial(self.start_decoding, [request.condition])
        names = TemplateSampler(start, request, rng).sample(prefix, suffix, size)
        return [self._decode(ids) for ids in names]

    def screen(
        self, names: Sequence[str], request: NameRequest, rejected: Counter[Rejection]
    ) -> dict[str, int]:
        """Return the index of each name that is wanted, writable and long enough, by folded name.

        Args:
            names: in lower case; those that are empty did not stop in time.
            request: the constraints.
            rejected: counts the reasons why others are left out.
        """
        sampled: dict[str, int] = {}
        times = Counter[str]()
        for row, letters in enumerate(names):
            if len(letters) < MIN_NAME_LENGTH:
                rejected[Rejection.LENGTH] += 1
            else:
                key = fold(letters)
                times[key] += 1
                sampled.setdefault(key, row)
        rows: dict[str, int] = {}
        are_wanted = self.existence.are_wanted([*sampled], request.kind)
        for (key, row), is_wanted in zip(sampled.items(), are_wanted.tolist(), strict=True):
            if not is_writable(names[row], key):
                rejected[Rejection.UNWRITABLE] += times[key]
            elif not is_wanted:
                is_new = request.kind is RequestedKind.NEW
                rejected[Rejection.KNOWN if is_new else Rejection.NOT_RARE] += times[key]
            else:
                rejected[Rejection.REPEATED] += times[key] - 1
                rows[key] = row
        return rows

    def sample(
        self,
        condition: Condition,
        count: int,
        rng: np.random.Generator,
        inverse_temperature: float = 1.0,
    ) -> list[str]:
        """Sample names without any filter: known and unwritable ones and repeats included.

        Returns:
            Names in lower case of 2 to `MAX_NAME_LENGTH` letters; fewer than `count` only if some
            did not stop in time.

        Raises:
            InputError: the inverse temperature is out of bounds.
            KeyError: the network was not trained on one of the countries.
        """
        request = NameRequest(
            condition,
            inverse_temperature=inverse_temperature,
            max_length=MAX_NAME_LENGTH,
            min_p=0,
        )
        sizes = [min(_MAX_BATCH, count - done) for done in range(0, count, _MAX_BATCH)]
        names = (name for size in sizes for name, _ in self._sample(request, size, rng))
        return [name for name in names if name]

    def score(self, names: Sequence[str], condition: Condition) -> Candidates:
        """Return what the network says of lower-case names, at least one; errors are `nll`'s."""
        letter_nll = self.batch_letter_nll(names, [condition])[0].astype(np.float32)
        return Candidates(names, [*map(fold, names)], letter_nll)

    def nll(self, pairs: Sequence[tuple[str, Condition]]) -> DoubleArray:
        """Return −log P(name, stop | condition) of each pair, in nats (pairs).

        Names may be in either case; a blend's casing rules are those of its heaviest country.

        Raises:
            InputError: a name is empty.
            KeyError: the network was not trained on one of the countries.
            UnknownLettersError: a name has letters outside the alphabet.
        """
        names = self._normalised(pairs)
        rows_by_condition: dict[Condition, list[int]] = {}
        for row, (_, condition) in enumerate(pairs):
            rows_by_condition.setdefault(condition, []).append(row)
        nats = np.zeros(len(pairs))
        for condition, rows in rows_by_condition.items():
            rows.sort(key=lambda row: len(names[row]))
            for start in range(0, len(rows), _MAX_BATCH):
                batch = rows[start : start + _MAX_BATCH]
                nll = self.batch_letter_nll([names[row] for row in batch], [condition])
                nats[batch] = nll[0].sum(axis=1)
        return nats

    def letter_nll(self, name: str, conditions: Sequence[Condition]) -> DoubleArray:
        """Return −log P of each letter of a name and its stop, in nats (conditions, letters + 1).

        There is at least one condition; all have the same method and number of countries. A row
        sums to the name's `nll` under that condition; the errors are those of `nll`.
        """
        # Countries may lower-case a name differently.
        rows_by_spelling: dict[str, list[int]] = {}
        pairs = [(name, condition) for condition in conditions]
        for row, letters in enumerate(self._normalised(pairs)):
            rows_by_spelling.setdefault(letters, []).append(row)
        nats = np.zeros((len(conditions), len(next(iter(rows_by_spelling))) + 1))
        for letters, rows in rows_by_spelling.items():
            for start in range(0, len(rows), _CONDITION_BATCH):
                batch = rows[start : start + _CONDITION_BATCH]
                nll = self.batch_letter_nll([letters], [conditions[row] for row in batch])
                nats[batch] = nll[:, 0]
        return nats

    def start_decoding(self, conditions: Sequence[Condition], batch_size: int) -> DecoderState:
        """Return the state of empty names, to be read under each of the conditions.

        All conditions have the same method and number of countries, and all are neutral or none.
        """
        components = [mixture_components(condition, self.countries) for condition in conditions]
        vectors = [self._condition_vectors(part) for row in components for part, _ in row]
        cell = self._cell.condition_on(*map(np.array, zip(*vectors, strict=True)))
        weights = np.array([[weight for _, weight in row] for row in components])
        method = mixing_method(conditions[0])
        return DecoderState(cell, weights, method, batch_size)

    def normalise_case(self, text: str, country: str) -> str:
        """Lower-case a text by a country's rules and check its letters.

        Raises:
            UnknownLettersError: it has letters outside the alphabet.
        """
        return normalise_case(text, country, self.alphabet)

    def read_as(self, name: str) -> str:
        """Return a typed name as it is read; nothing if the alphabet has all its letters."""
        letters = self.normalise_case(name, "")
        return "" if letters == lower(name, "") else capitalise(letters, "")

    def _normalised(self, pairs: Sequence[tuple[str, Condition]]) -> list[str]:
        names = [self.normalise_case(name, condition.dominant_country) for name, condition in pairs]
        if not all(names):
            raise InputError(gettext_noop("A name needs at least one letter."))
        return names

    def _encode(self, letters: str) -> list[int]:
        return [self._letter_ids[letter] for letter in letters]

    def _decode(self, ids: Sequence[int]) -> str:
        return "".join([self._symbols[letter] for letter in ids])

    def _condition_vectors(self, condition: Condition) -> tuple[FloatArray, FloatArray]:
        """Return the weights of all countries, and of female and male."""
        countries = np.zeros(len(self._country_ids), np.float32)
        for code, weight in condition.countries:
            countries[self._country_ids[code]] = weight
        return countries, np.array(gender_weights(condition.gender), np.float32)

    def _batch_sizes(self, request: NameRequest) -> Iterator[int]:
        components = len(mixture_components(request.condition, self.countries))
        remaining = max(_MAX_SAMPLES // components, _MAX_SAMPLES_PER_NAME * request.count)
        size = _OVERSAMPLING * request.count
        while remaining > 0:
            yield min(size, _MAX_BATCH, remaining)
            remaining -= min(size, _MAX_BATCH)
            size *= 2

    def _sample(
        self, request: NameRequest, size: int, rng: np.random.Generator
    ) -> Iterator[tuple[str, FloatArray]]:
        """Yield names in lower case, each with the nats of its letters, as `sample_batch` does."""
        country = request.condition.dominant_country
        prefix = self._encode(self.normalise_case(request.starts_with, country))
        decoder = self.start_decoding([request.condition], 1)
        for ids, nats in sample_batch(decoder, prefix, size, request, rng):
            yield self._decode(ids), nats

    def batch_letter_nll(
        self, names: Sequence[str], conditions: Sequence[Condition]
    ) -> DoubleArray:
        """Return −log P of each letter and the stop, padded with zeros, in nats.

        What several names begin with is read once. The conditions are as for `start_decoding`; the
        result is (conditions, names, longest + 1).
        """
        decoder = self.start_decoding(conditions, 1)
        lengths = np.array([len(name) for name in names])
        letters = np.zeros((len(names), lengths.max() + 2), np.intp)
        for row, name in zip(letters, names, strict=True):
            row[1 : len(name) + 1] = self._encode(name)
        nats = np.zeros((len(conditions), len(names), lengths.max() + 1))
        rows, beginnings = np.arange(len(names)), np.zeros(len(names), np.intp)
        for position in range(lengths.max() + 1):
            # The beginnings of the names that go on, each once, and which of them is each name's.
            longer = beginnings * len(self._symbols) + letters[rows, position]
            longer, beginnings = np.unique(longer, return_inverse=True)
            read, next_letters = np.divmod(longer, len(self._symbols))
            decoder.select(read)
            logits = decoder.step(next_letters)[:, beginnings]
            nats[:, rows, position] = letter_nll(letters[None, rows, position + 1], logits)
            go_on = lengths[rows] > position
            rows, beginnings = rows[go_on], beginnings[go_on]
        return nats


def is_writable(name: str, folded: str) -> bool:
    """Return whether people would write a lower-case name like this, given folded too.

    They would not if one to three letters occur three times in a row, there is no vowel, an
    apostrophe or a hyphen is not between letters, a hyphen separates a single letter, or there are
    two hyphens.
    """
    parts = name.split("-")
    return (
        _STUTTER.search(folded) is None
        and not _WRITABLE_VOWELS.isdisjoint(folded)
        and all(len(part) > 1 for part in parts)
        and len(parts) <= 2  # noqa: PLR2004 - Jean-Luc has two
        and not _LOOSE_SIGN.search(name)
    )
