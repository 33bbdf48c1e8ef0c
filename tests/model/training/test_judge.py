from dataclasses import replace

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from model.inference.name_generator import NameGenerator
from model.selection.ranker import MAX_LETTERS, PADDING
from model.training.blend_judge import BlendJudge, judge_blends
from model.training.drafts import Drafter
from model.training.fit_blend_ranker import BlendEncoder
from model.training.fit_ranker import Dataset, NameFitConfig, fit, rate
from model.training.judge import Encoder, JudgeNet, batches, by_group, judge_names
from model.training.ratings import NAME_RATINGS, load_ratings

NAMES, CODES = ["Sanne", "Q" * (MAX_LETTERS + 5), "Işıl"], ["NL", "NL", "TR"]


@pytest.fixture(scope="module")
def drafter(generator: NameGenerator) -> Drafter:
    return Drafter(generator)


@pytest.fixture(scope="module")
def dutch(drafter: Drafter) -> Dataset:
    rated = [name for name in load_ratings(NAME_RATINGS) if name.countries == ("NL",)]
    return Dataset.load(rated, drafter)


@given(st.lists(st.tuples(st.integers(0, 2), st.integers(2, 14)), max_size=2000))
def test_what_is_judged_at_once_is_of_one_group_and_similar_length(
    names: list[tuple[int, int]],
) -> None:
    groups, lengths = torch.tensor(names, dtype=torch.long).reshape(-1, 2).T
    parts = [*by_group(groups, lengths)]
    assert sorted(row for part in parts for row in part.tolist()) == [*range(len(names))]
    assert all(len(groups[part].unique()) == 1 for part in parts)
    for group in groups.unique():
        ordered = [length for part in parts if groups[part[0]] == group for length in lengths[part]]
        assert ordered == sorted(ordered)


def test_names_are_read_in_both_directions(dutch: Dataset, drafter: Drafter) -> None:
    encoder: Encoder = dutch.encoder()
    names = encoder.encode(NAMES, CODES, drafter.features_of_all(NAMES, CODES))
    lengths = names.lengths.tolist()
    assert lengths == [5, MAX_LETTERS, 4]
    for letters, backwards, length in zip(names.letters, names.backwards, lengths, strict=True):
        assert letters[0] == backwards[0] == 0
        assert letters[1 : length + 1].tolist() == backwards[1 : length + 1].flip(0).tolist()
        assert not letters[length + 1 :].any()


def test_a_country_without_ratings_has_none_of_its_own(dutch: Dataset, drafter: Drafter) -> None:
    names = dutch.encoder().encode(NAMES, CODES, drafter.features_of_all(NAMES, CODES))
    assert (names.rated > 0).tolist() == [True, True, False]
    assert (names.ids[:, 0] != PADDING).all()


@given(st.lists(st.integers(0, 4), min_size=1, max_size=60), st.integers(1, 9))
def test_a_pass_has_every_row_in_groups_of_one_kind(kinds: list[int], size: int) -> None:
    groups = np.array(kinds)
    passed = torch.cat([*batches(groups, np.random.default_rng(0), size)])
    assert set(passed.flatten().tolist()) == set(range(len(kinds)))
    assert all(len(set(groups[group.numpy()])) == 1 for group in passed)


def test_a_name_is_judged_alike_alone_and_beside_longer_ones(
    dutch: Dataset, drafter: Drafter
) -> None:
    torch.manual_seed(1)
    names, codes = ["Sanne", "Bo", "Maximiliaan"], ["NL"] * 3
    encoded = dutch.encoder().encode(names, codes, drafter.features_of_all(names, codes))
    judge = JudgeNet(panels=2).eval()
    together = judge_names(judge, encoded)
    alone = [judge_names(judge, encoded.select(torch.tensor([row])))[0] for row in range(3)]
    np.testing.assert_allclose(together, alone, atol=1e-4)


def test_a_blend_is_judged_alike_whichever_country_comes_first(
    dutch: Dataset, drafter: Drafter
) -> None:
    torch.manual_seed(1)
    encoder = BlendEncoder(drafter, dutch.encoder())
    names = ["Lucianna", "Elwina", "Karlin"]
    blends = encoder.encode(names, [("NL", "PL"), ("FR", "IR"), ("NL", "PL")])
    swapped = encoder.encode(names, [("PL", "NL"), ("IR", "FR"), ("PL", "NL")])
    judge = BlendJudge(JudgeNet(panels=2), blends, panels=2).eval()
    np.testing.assert_allclose(judge_blends(judge, blends), judge_blends(judge, swapped), atol=1e-3)


def test_pairs_are_encoded_alike_together_and_alone(dutch: Dataset, drafter: Drafter) -> None:
    encoder = BlendEncoder(drafter, dutch.encoder())
    names, pairs = ["Lucianna", "Elwina", "Karlin"], [("NL", "PL"), ("FR", "IR"), ("NL", "PL")]
    together = encoder.encode(names, pairs)
    for row, (name, pair) in enumerate(zip(names, pairs, strict=True)):
        alone = encoder.encode([name], [pair])
        np.testing.assert_allclose(together.features[row], alone.features[0], atol=1e-3)


@pytest.mark.slow
def test_a_ranker_prefers_what_readers_liked_though_it_saw_the_judges_only(
    dutch: Dataset,
) -> None:
    half = np.arange(len(dutch.rated)) % 2 == 0
    read, unread = dutch.select(half), dutch.select(~half)
    drafts = replace(read.as_drafts(), names=[name.name.lower() for name in read.rated])
    (labels,) = read.rate_others([drafts], NameFitConfig(judges=1, judge_epochs=40))
    ranker = fit(drafts, labels, epochs=150)
    predicted = rate(ranker, unread.as_drafts())
    ratings = np.array([name.rating for name in unread.rated])
    assert predicted[ratings >= 4].mean() > predicted[ratings <= 2].mean() + 0.3
