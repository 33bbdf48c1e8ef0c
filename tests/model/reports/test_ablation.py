"""What the table of parts left out is computed from; the table itself takes an hour."""

from dataclasses import replace
from typing import TYPE_CHECKING, cast

import numpy as np
import torch

from model.network.weights import Weights
from model.reports import ablation
from model.reports.ablation import VARIANTS

if TYPE_CHECKING:
    from model.network.torch_rnn import NameRNN


def test_each_part_has_a_row_with_what_one_network_loses_without_it(weights: Weights) -> None:
    def reaches(nats: float) -> Weights:
        curve = [{"validation": nats + 1, "seconds": 60.0}, {"validation": nats, "seconds": 60.0}]
        return replace(weights, recipe={**weights.recipe, "curve": curve})

    trained = [reaches(13.0 + number) for number in range(len(VARIANTS))]
    _, _, whole, *rows = [
        [cell.strip() for cell in row.split("|")[1:-1]]
        for row in ablation.network_table(trained, weights).splitlines()
    ]
    assert whole == ["nothing", "13.00", "+0.00", "–", "–"]
    for number, row in enumerate(rows[:-1], start=1):
        assert row[:3] == [VARIANTS[number].title, f"{13 + number:.2f}", f"+{number:.2f}"]
        assert int(row[3]) > 0
    assert rows[-1][0] == "nothing, but with teachers: as shipped"
    assert float(rows[-1][1]) < 12.7


def test_a_variant_lacks_its_part() -> None:
    networks = (variant.trainer(small=True).network for variant in VARIANTS)
    whole, unmixed, letters, shifted = (cast("NameRNN", network) for network in networks)
    film, ones = torch.tensor([[9.0, 9.0, 1.0, 2.0]]), torch.ones(1, 2)
    assert (len(whole.recurrent.weight), len(unmixed.recurrent.weight)) == (5, 1)
    assert all(len(embedding.weight) > 1 for embedding in whole.ngrams)
    assert all(len(embedding.weight) == 1 for embedding in letters.ngrams)
    assert whole.modulate(film, ones).tolist() == [[10.0, 11.0]]
    assert shifted.modulate(film, ones).tolist() == [[2.0, 3.0]]


def test_a_feature_that_tells_the_country_is_missed() -> None:
    rng = np.random.default_rng(1)
    labels = np.eye(4, dtype=np.bool_)[rng.integers(4, size=400)]
    telling, noise = labels + rng.normal(size=labels.shape), rng.normal(size=labels.shape)
    both = ablation.measure(np.stack([telling, noise]), np.ones(4), labels)
    alone = ablation.measure(noise[None], np.ones(4), labels)
    assert both.origin_top1 > 2 * alone.origin_top1
