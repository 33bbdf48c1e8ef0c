"""Fits the ranker of blends: `python -m model.training.fit_blend_ranker`, after `fit_ranker`.

What readers say of names of two countries is learnt from what the ranker of names makes of them
under each. It writes into the model card how well that orders blends that were left out, then
`model/weights/blend_ranker.npz`, in three minutes.
"""

import argparse
from collections.abc import Iterator, Sequence

import numpy as np
import torch
from torch.nn.functional import mse_loss

from model.domain.arrays import BoolArray, FloatArray
from model.domain.condition import Condition
from model.evaluation.card import CARD, CardBlock
from model.inference.name_generator import NameGenerator
from model.selection.blend_ranker import BlendRanker
from model.selection.blends import BLEND_FEATURES
from model.selection.ranker import NameRanker
from model.selection.rater import CountryRater
from model.training import fit_ranker
from model.training.blend_net import BlendNet
from model.training.candidates import CandidateReader
from model.training.ranker_net import descend, moments
from model.training.ratings import (
    BLEND_RATINGS,
    HEADINGS,
    NAME_RATINGS,
    RatedName,
    Readings,
    draw_folds,
    figures,
    load_ratings,
    rows_by,
)

BLOCK = CardBlock("blend ranker", "python -m model.training.fit_blend_ranker")
EPOCHS = 32


def main(epochs: int, name_epochs: int) -> None:
    """Write the figures into the card, fit to all ratings of blends, and write."""
    torch.set_num_threads(1)  # faster for matrices as small as these
    reader = CandidateReader(NameGenerator.load())
    blends = load_ratings(BLEND_RATINGS)
    table = "\n".join(report(reader, blends, epochs, name_epochs))
    BLOCK.write(CARD, table)
    fit(blends, encode(blends, reader, NameRanker.load()), epochs).save()
    print(f"{table}\n\nwrote {BlendRanker.shipped}")  # noqa: T201 - this is a command


def report(
    reader: CandidateReader, blends: Sequence[RatedName], epochs: int, name_epochs: int
) -> Iterator[str]:
    """Yield a Markdown table of how well rankers order blends that were left out of their fits.

    The ranker of names that they go on from has not learnt their spellings either.

    Args:
        reader: reads names with the shipped network.
        blends: all that are rated.
        epochs: of rankers of blends.
        name_epochs: of the ranker of names.
    """
    yield f"| left out | {' | '.join(HEADINGS)} |"
    yield f"|---|{'--:|' * len(HEADINGS)}"
    rng = np.random.default_rng(0)
    names = fit_ranker.RatedNames.read(load_ratings(NAME_RATINGS), reader)
    new = fit_ranker.read_new(reader)
    spellings = [name.folded for name in (*blends, *names.rated, *new.rated)]
    of_blends, of_names, of_new = np.split(
        draw_folds(spellings, fit_ranker.FOLDS, rng), np.cumsum([len(blends), len(names.rated)])
    )
    of_pairs = draw_folds([frozenset(name.countries) for name in blends], fit_ranker.FOLDS, rng)
    ranker = fit_ranker.fit(names.select(of_names > 0), new.select(of_new > 0), name_epochs)
    features = encode(blends, reader, ranker)
    parts = {
        "spellings": [of_blends],
        "spellings and whole pairs": [of_blends, of_pairs],
    }
    for label, folds in parts.items():
        is_learnt, is_left_out = np.all(folds, axis=0), ~np.any(folds, axis=0)
        blend_ranker = fit(_select(blends, is_learnt), features[is_learnt], epochs)
        expected = blend_ranker.rate(features[is_left_out])
        yield f"| {label} | {figures(_select(blends, is_left_out), expected)} |"


def encode(blends: Sequence[RatedName], reader: CandidateReader, ranker: NameRanker) -> FloatArray:
    """Return what `BlendRanker` takes of blends (names, features)."""
    rater = CountryRater(reader.generator, ranker, reader.country_names)
    rows_of = rows_by(name.countries for name in blends)
    parts = [
        rater.blend_features(
            [blends[row].name for row in rows], Condition.blend(dict.fromkeys(countries, 1.0))
        )[0]
        for countries, rows in rows_of.items()
    ]
    order = np.argsort(np.concatenate([*rows_of.values()]))
    features: FloatArray = np.concatenate(parts)[order]
    return features


def fit(blends: Sequence[RatedName], features: FloatArray, epochs: int) -> BlendRanker:
    """Fit a ranker to the ratings of blends with these features (names, features)."""
    torch.manual_seed(0)
    readings = Readings.of(blends)
    means, scales = moments(features)
    # Hidden units that hardly ever fire would get weights that no rating holds in check.
    means[len(BLEND_FEATURES) :], scales[len(BLEND_FEATURES) :] = 0, 1
    inputs = torch.from_numpy((features - means) / scales)
    net = BlendNet(features.shape[1], readings.count)

    def loss(rows: torch.Tensor) -> torch.Tensor:
        return mse_loss(net(inputs[rows], readings.panels[rows]), readings.ratings[rows])

    descend(net, loss, len(inputs), epochs)
    return net.export(means, scales)


def _select(blends: Sequence[RatedName], rows: BoolArray) -> Sequence[RatedName]:
    return [blends[row] for row in np.flatnonzero(rows).tolist()]


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--small", action="store_true", help="in seconds, to try the code")
    main(*((1, 1) if parser.parse_args().small else (EPOCHS, fit_ranker.EPOCHS)))
