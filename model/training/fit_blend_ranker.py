"""Fits the ranker of blends: `python -m model.training.fit_blend_ranker`, after `fit_ranker`.

What readers say of names of two countries is learnt from what the ranker of names makes of them
under each. It writes into the model card how well that orders blends that were left out, then
`model/weights/blend_ranker.npz`, in three minutes.
"""

import argparse
from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np
import torch

from data.attested.readings import NEW_BLENDS, PUT_FIRST
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
    RatedName,
    Readings,
    draw_folds,
    figures,
    is_readable,
    load_ratings,
    rows_by,
)

BLOCK = CardBlock("blend ranker", "python -m model.training.fit_blend_ranker")
EPOCHS = 24
_NEW = 4.0
"""Weight of their losses: they are what is served, and there are fewer of them."""


def main(epochs: int, name_epochs: int) -> None:
    """Write the figures into the card, fit to all ratings of blends, and write."""
    torch.set_num_threads(1)  # faster for matrices as small as these
    reader = CandidateReader(NameGenerator.load())
    blends = read_blends(reader.generator)
    table = "\n".join(report(reader, blends, epochs, name_epochs))
    BLOCK.write(CARD, table)
    fit(blends, encode(blends, reader, NameRanker.load()), epochs).save()
    print(f"{table}\n\nwrote {BlendRanker.shipped}")  # noqa: T201 - this is a command


def read_blends(generator: NameGenerator) -> list[RatedName]:
    """Return all ratings of blends; the panels of new names come after the others."""
    others, new = load_ratings(BLEND_RATINGS), load_ratings(NEW_BLENDS)
    last = max(name.panel for name in others)
    new = [replace(name, panel=last + name.panel) for name in new if is_readable(name, generator)]
    return [*others, *new]


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
    ratings = fit_ranker.Ratings.read(reader)
    rated = (*blends, *ratings.rated)
    folds = draw_folds([name.folded for name in rated], fit_ranker.FOLDS, rng)
    of_blends, of_names = np.split(folds, [len(blends)])
    of_pairs = draw_folds([frozenset(name.countries) for name in blends], fit_ranker.FOLDS, rng)
    ranker = fit_ranker.fit(ratings.select(of_names > 0), name_epochs)
    features = encode(blends, reader, ranker)
    parts = {
        "spellings": [of_blends],
        "spellings and whole pairs": [of_blends, of_pairs],
    }
    is_new = np.array([name.made == PUT_FIRST for name in blends])
    for label, of_part in parts.items():
        is_learnt, is_left_out = np.all(of_part, axis=0), ~np.any(of_part, axis=0)
        blend_ranker = fit(_select(blends, is_learnt), features[is_learnt], epochs)
        for kind, of_kind in (("new names", is_new), ("any names", ~is_new)):
            rows = is_left_out & of_kind
            expected = blend_ranker.rate(features[rows])
            yield f"| {kind}: {label} | {figures(_select(blends, rows), expected)} |"


def encode(blends: Sequence[RatedName], reader: CandidateReader, ranker: NameRanker) -> FloatArray:
    """Return what `BlendRanker` takes of blends (names, features)."""
    rater = CountryRater(reader.generator, ranker, reader.country_names)
    rows_of = rows_by(name.countries for name in blends)
    parts = [
        rater.blend_inputs(
            [blends[row].name for row in rows], Condition.blend(dict.fromkeys(countries, 1.0))
        ).features
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

    weights = torch.tensor([_NEW if name.made == PUT_FIRST else 1.0 for name in blends])

    def loss(rows: torch.Tensor) -> torch.Tensor:
        differences = net(inputs[rows], readings.panels[rows]) - readings.ratings[rows]
        return torch.mean(weights[rows] * differences**2)

    descend(net, loss, len(inputs), epochs)
    return net.export(means, scales)


def _select(blends: Sequence[RatedName], rows: BoolArray) -> Sequence[RatedName]:
    return [blends[row] for row in np.flatnonzero(rows).tolist()]


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--small", action="store_true", help="in seconds, to try the code")
    main(*((1, 1) if parser.parse_args().small else (EPOCHS, fit_ranker.EPOCHS)))
