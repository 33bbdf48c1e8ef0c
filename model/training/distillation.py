"""Lessons: what networks that are trained already teach another one.

A network that only sees which letter came has to guess what else might have come, and some thousand
names of a country leave much to guess: networks that differ in nothing but their random numbers
disagree. Where several are asked, their errors cancel out. A pupil learns what all of them together
expect at each letter (Hinton et al. 2015, arXiv:1503.02531), and not of the data's names alone: its
teachers invent others for it (Kim and Rush 2016, arXiv:1606.07947), so that it hears what they
expect of names in general, and cannot learn by heart.
"""

import logging
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Literal, get_args

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional as F  # noqa: N812 - what all of PyTorch's users call it

from model.domain import corpus
from model.domain.condition import Condition, Gender
from model.domain.corpus import Entry
from model.inference.name_generator import NameGenerator
from model.inference.weights import Weights
from model.training.dataset import NameDataset
from model.training.network import NameRNN
from model.training.targets import SoftTargets
from model.training.transformer import Transformer, is_transformer

log = logging.getLogger(__name__)

INVENTED = 6
"""Names that the teachers invent for each listed one."""
LEVELLED = 0.75
"""Power of how many names a country lists that says for how many of the invented it is asked."""
CAME = 0.4
"""How much it counts at a listed name's letters which ones came, beside what was expected."""
_AT_ONCE = 256


def build_soft_targets(
    teachers: Sequence[Weights], listed: Sequence[Entry], seed: int
) -> SoftTargets:
    """Let networks invent names and say what they expect of these and of listed ones.

    Args:
        teachers: one or more are of the shipped network's kind, and invent the names.
        listed: names of the data to learn beside the invented ones. Each comes under its gender
            and, if it has one, without it too.
        seed: of what is invented.
    """
    inventors = [NameGenerator(one) for one in teachers if not is_transformer(one)]
    invented = [
        name
        for number, namer in enumerate(inventors)
        for name in generate_synthetic_names(
            namer, listed, INVENTED / len(inventors), np.random.default_rng([seed, number])
        )
    ]
    log.info("%d names were invented to learn from", len(invented))
    genderless = [Entry(one.name, one.country, "U") for one in listed if one.gender != "U"]
    both = [*listed, *genderless]
    # In the order in which `Encoded` has them.
    came = [CAME] * len(both) + [0.0] * len(invented)
    names = sorted(zip([*both, *invented], came, strict=True), key=lambda one: len(one[0].letters))
    encoded = NameDataset.of([name for name, _ in names])
    networks = [
        Transformer.from_weights(one) if is_transformer(one) else NameRNN.from_weights(one)
        for one in teachers
    ]
    return _read(networks, encoded, torch.tensor([share for _, share in names]))


def generate_synthetic_names(
    namer: NameGenerator, like: Sequence[Entry], times: float, rng: np.random.Generator
) -> Iterator[Entry]:
    """Invent names for the countries and genders of some entries, known ones and odd ones too.

    Args:
        namer: invents them.
        like: entries; half of their genders are hidden.
        times: how many names for each entry.
        rng: gives every letter its chance.
    """
    listed = Counter(entry.country for entry in like)
    level = times * len(like) / sum(count**LEVELLED for count in listed.values())
    told = Counter(entry.condition for entry in like if entry.gender != "U")
    for country, count in sorted(listed.items()):
        asked = level * count**LEVELLED / count
        hidden = float(count)
        for gender in get_args(Gender):
            shown = told[Condition.for_country(country, gender)] / 2
            hidden -= shown
            yield from _drawn(namer, country, gender, round(shown * asked), rng)
        yield from _drawn(namer, country, "U", round(hidden * asked), rng)


def _drawn(
    namer: NameGenerator,
    country: str,
    gender: Gender | Literal["U"],
    count: int,
    rng: np.random.Generator,
) -> Iterator[Entry]:
    condition = Condition.for_country(country, None if gender == "U" else gender)
    for name in namer.sample(condition, count, rng):
        yield Entry(name, country, gender)


@torch.no_grad()
def _read(
    networks: Sequence[NameRNN | Transformer], names: NameDataset, came: Tensor
) -> SoftTargets:
    """Read names letter by letter and note what the networks expect, each name of one country."""
    first = names.lengths.cumsum(0) - names.lengths
    letters = len(corpus.alphabet())
    expected = torch.empty(int(names.lengths.sum()), letters, dtype=torch.float16)
    for country, code in enumerate(corpus.countries()):
        log.info("lessons for %s, %d of %d", code, country + 1, len(corpus.countries()))
        together = torch.nonzero(names.countries == country)
        for start in range(0, len(together), _AT_ONCE):
            rows = together[start : start + _AT_ONCE].T
            written, lengths, countries, genders = names.batch(rows)
            told = written[..., :-1], countries[:, 0], genders
            shared = mean_expected([network(*told) for network in networks])
            true = F.one_hot(written[..., 1:], letters)
            shared += came[rows][..., None, None] * (true - shared)
            inside = torch.arange(shared.shape[2]) < lengths[..., None]
            places = first[rows][..., None] + torch.arange(shared.shape[2])
            expected[places[inside]] = shared[inside].half()
    return SoftTargets(names, first, expected)


def mean_expected(logits: Sequence[Tensor]) -> Tensor:
    """Return the geometric mean of what networks expect, brought to sum to 1: probabilities.

    What only one of them expects hardly counts (a product of experts, Hinton 2002).

    Args:
        logits: of each network (..., letters).
    """
    logs = [torch.log_softmax(one, dim=-1) for one in logits]
    return torch.softmax(torch.stack(logs).mean(dim=0), dim=-1)
