from collections import Counter
from typing import Literal

import numpy as np
import pytest
import torch
from torch import Tensor

from model.domain import corpus
from model.domain.corpus import Entry
from model.inference.name_generator import NameGenerator
from model.inference.sampler import smooth_with_uniform
from model.network.weights import Weights
from model.training.distillation import (
    HARD_LABEL_WEIGHT,
    build_soft_targets,
    ensemble_probabilities,
    generate_synthetic_names,
)
from model.training.losses import SoftTargets
from tests.model.distributions import letter_distributions

LISTED = corpus.select("train", corpus.entries())[::500]


@pytest.fixture(scope="module")
def soft_targets(weights: Weights) -> SoftTargets:
    return build_soft_targets([weights], LISTED, 1, [1.0] * len(LISTED))


def entries_of(soft_targets: SoftTargets) -> list[Entry]:
    """Return the names as entries, in their order."""
    names = soft_targets.names
    genders: dict[float, Literal["F", "M", "U"]] = {1.0: "F", 0.0: "M", 0.5: "U"}
    parts = (names.letters, names.lengths, names.countries, names.genders)
    return [
        Entry(
            "".join(corpus.alphabet()[letter] for letter in letters[1:length]),
            corpus.country_codes()[country],
            genders[female],
        )
        for letters, length, country, (female, _) in zip(*(p.tolist() for p in parts), strict=True)
    ]


def targets_of(soft_targets: SoftTargets, row: int) -> Tensor:
    """Return the target distribution of each letter of a name and of its stop."""
    first = int(soft_targets.offsets[row])
    return soft_targets.probabilities[first : first + int(soft_targets.names.lengths[row])].double()


def test_listed_names_are_included_with_and_without_gender(soft_targets: SoftTargets) -> None:
    counts = Counter(entries_of(soft_targets))
    for entry in LISTED:
        for gender in {entry.gender, "U"}:
            assert counts[Entry(entry.letters, entry.country, gender)]


def test_teachers_mix_with_hard_labels(soft_targets: SoftTargets, generator: NameGenerator) -> None:
    listed = {(entry.letters, entry.country) for entry in LISTED}
    entries = entries_of(soft_targets)
    seen = set()
    for row in range(0, len(entries), 50):
        entry = entries[row]
        targets = targets_of(soft_targets, row).numpy()
        labels = np.eye(len(corpus.alphabet()))[
            [corpus.alphabet().index(letter) for letter in [*entry.name, corpus.alphabet()[0]]]
        ]
        teacher = letter_distributions(generator, entry.name, entry.condition)
        for weight in (0, HARD_LABEL_WEIGHT):
            # The generator smooths its distributions, so the targets are smoothed to compare.
            mixed = (1 - weight) * teacher + weight * smooth_with_uniform(labels, labels.shape[1])
            if np.abs(smooth_with_uniform(targets, labels.shape[1]) - mixed).max() < 1e-3:
                seen.add(weight)
                assert not weight or (entry.name, entry.country) in listed
                break
        else:
            pytest.fail(f"{entry} has other targets")
    assert seen == {0, HARD_LABEL_WEIGHT}


def test_synthetic_names_hide_half_of_the_genders_and_favour_small_countries(
    generator: NameGenerator,
) -> None:
    listed = [Entry("Jan", "NL", "M")] * 80 + [Entry("Ana", "CL", "F")] * 5
    synthetic = list(generate_synthetic_names(generator, listed, 4, np.random.default_rng(1)))
    assert len(synthetic) == pytest.approx(4 * 85, rel=0.02)
    counts = Counter((entry.country, entry.gender) for entry in synthetic)
    assert set(counts) == {("NL", "M"), ("NL", "U"), ("CL", "F"), ("CL", "U")}
    assert counts["NL", "M"] == pytest.approx(counts["NL", "U"], abs=1)
    chilean = counts["CL", "F"] + counts["CL", "U"]
    assert chilean / len(synthetic) == pytest.approx(1 / (1 + 16**0.75), rel=0.1)


def test_an_ensemble_discounts_what_one_network_alone_expects() -> None:
    probabilities = torch.tensor([[0.5, 0.5, 1e-9], [0.5, 1e-9, 0.5]])
    mean = ensemble_probabilities(list(probabilities.log()))
    assert mean.sum().item() == pytest.approx(1)
    assert mean[0].item() > 0.999


def test_the_loss_is_least_where_the_network_matches_the_targets(soft_targets: SoftTargets) -> None:
    rows = torch.tensor([[0, len(soft_targets.names.lengths) - 1]])
    lengths = soft_targets.names.lengths[rows]
    logits = torch.zeros(1, 2, int(lengths.max()), len(corpus.alphabet()))
    of_each = [targets_of(soft_targets, row) for row in rows[0].tolist()]
    for index, targets in enumerate(of_each):
        logits[0, index, : len(targets)] = targets.clamp(min=1e-12).log()
    least = soft_targets.losses(logits, rows, lengths)
    entropies = [-(targets * targets.clamp(min=1e-12).log()).sum() for targets in of_each]
    torch.testing.assert_close(least, torch.stack(entropies)[None].float(), rtol=1e-3, atol=1e-3)
    assert (soft_targets.losses(logits / 2, rows, lengths) > least).all()
    assert not soft_targets.losses(logits, rows, 0 * lengths).any()
