from collections import Counter

import numpy as np
import pytest
import torch
from torch import Tensor

from model.domain import corpus
from model.domain.condition import Condition
from model.domain.corpus import Entry
from model.inference.name_generator import NameGenerator
from model.inference.sampler import shared
from model.inference.weights import Weights
from model.training.distillation import (
    CAME,
    INVENTED,
    build_soft_targets,
    generate_synthetic_names,
    mean_expected,
)
from model.training.targets import SoftTargets

LISTED = corpus.select("train", corpus.entries())[::500]


@pytest.fixture(scope="module")
def lessons(weights: Weights) -> SoftTargets:
    return build_soft_targets([weights], LISTED, 1)


def written(lessons: SoftTargets) -> list[Entry]:
    """Tell the names of lessons, in their order."""
    names = lessons.names
    genders = {(1.0, 0.0): "F", (0.0, 1.0): "M", (0.5, 0.5): "U"}
    return [
        Entry(
            "".join(corpus.alphabet()[letter] for letter in letters[1:length]),
            corpus.countries()[country],
            genders[tuple(gender)],  # type: ignore[arg-type] # one of the three
        )
        for letters, length, country, gender in zip(
            names.letters.tolist(),
            names.lengths.tolist(),
            names.countries.tolist(),
            names.genders.tolist(),
            strict=True,
        )
    ]


def of_name(lessons: SoftTargets, row: int) -> Tensor:
    """Give what is expected at each letter of a name, and behind it."""
    first = int(lessons.first[row])
    return lessons.expected[first : first + int(lessons.names.lengths[row])].double()


def test_listed_names_are_learnt_with_their_gender_and_without(lessons: SoftTargets) -> None:
    taught = Counter(written(lessons))
    for entry in LISTED:
        for gender in {entry.gender, "U"}:
            assert taught[Entry(entry.letters, entry.country, gender)]


def test_several_times_as_many_are_invented(lessons: SoftTargets) -> None:
    twice = sum(entry.gender != "U" for entry in LISTED)
    invented = len(lessons.names.lengths) - len(LISTED) - twice
    assert invented == pytest.approx(INVENTED * len(LISTED), rel=0.05)


def test_what_is_expected_is_what_the_network_expects_and_of_listed_names_in_part_what_came(
    lessons: SoftTargets, namer: NameGenerator
) -> None:
    listed = {(entry.letters, entry.country) for entry in LISTED}
    names = written(lessons)
    seen = set()
    for row in range(0, len(names), 50):
        entry = names[row]
        expected = of_name(lessons, row).numpy()
        came = np.eye(len(corpus.alphabet()))[
            [corpus.alphabet().index(letter) for letter in [*entry.name, corpus.alphabet()[0]]]
        ]
        alone = namer.distributions(entry.name, entry.condition)
        for share in (0, CAME):
            # Where the namer gives all letters a thousandth, so do we.
            mixed = (1 - share) * alone + share * shared(came, came.shape[1])
            if np.abs(shared(expected, came.shape[1]) - mixed).max() < 1e-3:
                seen.add(share)
                assert not share or (entry.name, entry.country) in listed
                break
        else:
            pytest.fail(f"{entry} is learnt otherwise")
    assert seen == {0, CAME}


def test_half_of_the_genders_are_hidden_and_small_countries_get_more_than_their_share(
    namer: NameGenerator,
) -> None:
    like = [Entry("Jan", "NL", "M")] * 80 + [Entry("Ana", "CL", "F")] * 5
    invented = list(generate_synthetic_names(namer, like, 4, np.random.default_rng(1)))
    assert len(invented) == pytest.approx(4 * 85, rel=0.02)
    counts = Counter((entry.country, entry.gender) for entry in invented)
    assert set(counts) == {("NL", "M"), ("NL", "U"), ("CL", "F"), ("CL", "U")}
    assert counts["NL", "M"] == pytest.approx(counts["NL", "U"], abs=1)
    chilean = counts["CL", "F"] + counts["CL", "U"]
    assert chilean / len(invented) == pytest.approx(1 / (1 + 16**0.75), rel=0.1)


def test_the_same_seed_invents_the_same_names(namer: NameGenerator) -> None:
    one, other, third = (
        list(generate_synthetic_names(namer, LISTED[:20], 2, np.random.default_rng(seed)))
        for seed in (1, 1, 2)
    )
    assert one == other != third


def test_what_one_network_expects_it_is_held_to_as_it_is() -> None:
    logits = torch.tensor([[1.0, 2.0, -1.0]])
    torch.testing.assert_close(mean_expected([logits]), torch.softmax(logits, dim=-1))


def test_what_only_one_of_several_networks_expects_hardly_counts() -> None:
    chances = torch.tensor([[0.5, 0.5, 1e-9], [0.5, 1e-9, 0.5]])
    mean = mean_expected(list(chances.log()))
    assert mean.sum().item() == pytest.approx(1)
    assert mean[0].item() > 0.999


def test_a_name_costs_least_where_the_network_expects_what_it_is_to_learn(
    lessons: SoftTargets,
) -> None:
    rows = torch.tensor([[0, len(lessons.names.lengths) - 1]])
    lengths = lessons.names.lengths[rows]
    logits = torch.zeros(1, 2, int(lengths.max()), len(corpus.alphabet()))
    for place, row in enumerate(rows[0].tolist()):
        expected = of_name(lessons, row)
        logits[0, place, : len(expected)] = expected.clamp(min=1e-12).log()
    least = lessons.losses(logits, rows, lengths)
    entropies = [
        -(of_name(lessons, row) * of_name(lessons, row).clamp(min=1e-12).log()).sum()
        for row in rows[0].tolist()
    ]
    torch.testing.assert_close(least, torch.stack(entropies)[None].float(), rtol=1e-3, atol=1e-3)
    assert (lessons.losses(logits / 2, rows, lengths) > least).all()
    assert not lessons.losses(logits, rows, 0 * lengths).any()


def test_lessons_tell_the_condition_of_a_name(lessons: SoftTargets) -> None:
    genders = lessons.names.genders[:5]
    torch.testing.assert_close(lessons.told(genders, np.random.default_rng(1)), genders)
    assert Condition.for_country("NL") in {entry.condition for entry in written(lessons)}
