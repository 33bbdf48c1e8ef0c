"""Knowledge distillation: soft targets from an ensemble of teachers.

A country has some thousand names, so networks that differ only in their seed disagree about the
next letter. Averaging teachers cancels their errors. The student learns the ensemble's distribution
at each letter (Hinton et al. 2015, arXiv:1503.02531), of the data's names and of synthetic ones
that the teachers sample (Kim and Rush 2016, arXiv:1606.07947), of which there are enough to keep it
from overfitting.
"""

import logging
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import get_args

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional as F  # noqa: N812 - what all of PyTorch's users call it

from model.domain import corpus
from model.domain.condition import Condition, Gender
from model.domain.corpus import Entry
from model.inference.name_generator import NameGenerator
from model.network.torch_rnn import NameRNN
from model.network.weights import Teacher, Weights
from model.training.dataset import NameDataset
from model.training.losses import SoftTargets
from model.training.train import find_device
from model.training.transformer import Transformer, is_transformer

log = logging.getLogger(__name__)

SYNTHETIC_PER_NAME = 6
"""Names to sample for each name of the data."""
SAMPLING_EXPONENT = 0.75
"""Countries are sampled in proportion to this power of their number of names."""
HARD_LABEL_WEIGHT = 0.4
"""Weight of the one-hot label in the targets of the data's names; the rest is the teachers'."""
_BATCH_SIZE = 256


def build_soft_targets(
    teachers: Sequence[Weights],
    listed: Sequence[Entry],
    seed: int,
    draw_weights: Iterable[float],
) -> SoftTargets:
    """Sample synthetic names and compute soft targets for these and for the data's.

    Args:
        teachers: at least one `NameRNN`; only these sample names.
        listed: names of the data, each taken under its gender and, if it has one, without it too.
        seed: of the synthetic names.
        draw_weights: how often training draws each listed name, on average (names).
    """
    generators = [NameGenerator(weights) for weights in teachers if not is_transformer(weights)]
    synthetic = [
        entry
        for index, generator in enumerate(generators)
        for entry in generate_synthetic_names(
            generator,
            listed,
            SYNTHETIC_PER_NAME / len(generators),
            np.random.default_rng([seed, index]),
        )
    ]
    log.info("%d synthetic names were sampled", len(synthetic))
    drawn = [*zip(listed, draw_weights, strict=True)]
    drawn += [
        (replace(entry, gender="U"), weight) for entry, weight in drawn if entry.gender != "U"
    ]
    weighted = [(entry, weight, HARD_LABEL_WEIGHT) for entry, weight in drawn]
    weighted += [(entry, 1.0, 0.0) for entry in synthetic]
    # In the order of `NameDataset`, so that the weights stay beside their names.
    weighted.sort(key=lambda item: len(item[0].letters))
    dataset = NameDataset.from_entries(
        [entry for entry, _, _ in weighted], [weight for _, weight, _ in weighted]
    )
    networks = [
        (Transformer if is_transformer(teacher) else NameRNN)
        .from_weights(teacher)
        .to(find_device())
        for teacher in teachers
    ]
    hard_label_weights = torch.tensor([weight for _, _, weight in weighted])
    return replace(
        _compute_targets(networks, dataset, hard_label_weights),
        teachers=[Teacher(teacher.size, teacher.curve) for teacher in teachers],
    )


def generate_synthetic_names(
    generator: NameGenerator, entries: Sequence[Entry], per_entry: float, rng: np.random.Generator
) -> Iterator[Entry]:
    """Sample names for the countries and genders of some entries, known and unlikely ones included.

    Args:
        generator: samples the names.
        entries: whose countries and genders to sample for; half of the genders are hidden.
        per_entry: names to sample for each entry, on average.
        rng: source of randomness.
    """
    per_country = Counter(entry.country for entry in entries)
    total = sum(count**SAMPLING_EXPONENT for count in per_country.values())
    scale = per_entry * len(entries) / total
    gendered = Counter(entry.condition for entry in entries if entry.gender != "U")
    for country, count in sorted(per_country.items()):
        per_name = scale * count**SAMPLING_EXPONENT / count
        shares: dict[Gender | None, float] = {
            gender: gendered[Condition.for_country(country, gender)] / 2
            for gender in get_args(Gender)
        }
        shares[None] = count - sum(shares.values())
        for gender, share in shares.items():
            condition = Condition.for_country(country, gender)
            for name in generator.sample(condition, round(share * per_name), rng):
                yield Entry(name, country, gender or "U")


@torch.no_grad()
def _compute_targets(
    teachers: Sequence[NameRNN | Transformer], names: NameDataset, hard_label_weights: Tensor
) -> SoftTargets:
    """Mix the teachers' distributions with one-hot labels, by a weight for each name (names)."""
    offsets = names.lengths.cumsum(0) - names.lengths
    alphabet, device = len(corpus.alphabet()), find_device()
    teachers = [teacher.to(device) for teacher in teachers]
    targets = torch.empty(int(names.lengths.sum()), alphabet, dtype=torch.float16)
    for country, code in enumerate(corpus.country_codes()):
        log.info("soft targets for %s, %d of %d", code, country + 1, len(corpus.country_codes()))
        indices = torch.nonzero(names.countries == country)
        for start in range(0, len(indices), _BATCH_SIZE):
            rows = indices[start : start + _BATCH_SIZE].T
            letters, lengths, countries, genders = names.batch(rows)
            inputs = [part.to(device) for part in (letters[..., :-1], countries[:, 0], genders)]
            logits = [teacher(*inputs) for teacher in teachers]
            probabilities = ensemble_probabilities(logits).cpu()
            labels = F.one_hot(letters[..., 1:], alphabet)
            probabilities += hard_label_weights[rows][..., None, None] * (labels - probabilities)
            steps = torch.arange(probabilities.shape[2])
            mask = steps < lengths[..., None]
            places = offsets[rows][..., None] + steps
            targets[places[mask]] = probabilities[mask].half()
    return SoftTargets(names, offsets, targets)


def ensemble_probabilities(logits: Sequence[Tensor]) -> Tensor:
    """Return the normalised geometric mean of the networks' distributions (..., letters).

    In this product of experts (Hinton 2002) every network has a veto: what one of them finds
    unlikely stays unlikely.

    Args:
        logits: of each network (..., letters).
    """
    logs = [torch.log_softmax(network, dim=-1) for network in logits]
    return torch.softmax(torch.stack(logs).mean(dim=0), dim=-1)
