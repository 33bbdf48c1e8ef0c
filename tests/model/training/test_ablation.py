"""What the table of parts left out is computed from; the table itself takes an hour."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch

from model.domain import corpus
from model.network.torch_rnn import NameRNN, RNNConfig
from model.training import ablation
from model.training.ablation import VARIANTS, ShiftOnlyRNN, Variant
from model.training.recipes import from_scratch_trainer

pytestmark = pytest.mark.filterwarnings("ignore:Initializing zero-element tensors")  # no experts
TINY = RNNConfig(memory=8, embedding_dim=8, hidden=8, experts=2)


@pytest.fixture
def few_names(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    few = (
        *corpus.select("train", corpus.entries())[::3000],
        *corpus.select("validation", corpus.entries())[::1000],
    )
    corpus.alphabet()
    corpus.country_codes()
    monkeypatch.setattr("model.training.recipes.corpus.entries", lambda: few)
    monkeypatch.chdir(tmp_path)


@pytest.mark.usefixtures("few_names")
def test_each_part_has_a_row_with_what_one_network_reaches_without_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def tiny(variant: Variant) -> Variant:
        network = variant.config.network
        assert isinstance(network, RNNConfig)
        few_experts = replace(TINY, experts=min(TINY.experts, network.experts))
        config = replace(variant.config, epochs=1, network=few_experts)
        return replace(variant, config=config)

    monkeypatch.setattr(ablation, "WHOLE", tiny(ablation.WHOLE))
    rows = [
        [cell.strip() for cell in row.split("|")[1:-1]]
        for row in ablation.network_table([*map(tiny, VARIANTS)])
    ][2:]
    whole, *others = rows
    assert [row[0] for row in others[:-1]] == [variant.title for variant in VARIANTS]
    for row in others:
        assert float(row[2]) == pytest.approx(float(row[1]) - float(whole[1]), abs=0.011)
        assert int(row[3]) > 0


@pytest.mark.usefixtures("few_names")
def test_a_variant_lacks_its_part() -> None:
    without = {
        variant.title: from_scratch_trainer(
            config=replace(variant.config, epochs=1), architecture=variant.architecture
        ).network
        for variant in VARIANTS
    }
    networks = {title: net for title, net in without.items() if isinstance(net, NameRNN)}
    assert len(networks["the mixture of experts"].recurrent.weight) == 1
    assert all(len(e.weight) == 1 for e in networks["embeddings of n-grams"].ngrams)
    film = torch.tensor([[9.0, 9.0, 1.0, 2.0]])
    assert isinstance(networks["the scales of FiLM"], ShiftOnlyRNN)
    assert ShiftOnlyRNN.modulate(film, torch.ones(1, 2)).tolist() == [[2.0, 3.0]]


def test_a_feature_that_tells_the_country_is_missed() -> None:
    rng = np.random.default_rng(1)
    labels = np.eye(4, dtype=np.bool_)[rng.integers(4, size=400)]
    telling, noise = labels + rng.normal(size=labels.shape), rng.normal(size=labels.shape)
    both = ablation.measure(np.stack([telling, noise]), np.ones(4), labels)
    alone = ablation.measure(noise[None], np.ones(4), labels)
    assert both.origin_top1 > 2 * alone.origin_top1
