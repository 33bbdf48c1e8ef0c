from pathlib import Path

import numpy as np
import pytest

from model.reports.card_file import CARD
from model.selection.blend_ranker import BlendRanker
from model.selection.blends import BLEND_FEATURES
from model.training import fit_blend_ranker
from model.training.ratings import BLEND_RATINGS, RatedName, load_ratings
from model.training.trees import export_trees


@pytest.fixture(scope="module")
def rated() -> list[RatedName]:
    return load_ratings(BLEND_RATINGS)


@pytest.fixture(scope="module")
def features(rated: list[RatedName]) -> np.ndarray:
    return fit_blend_ranker.rated_features(rated)


@pytest.mark.slow
def test_exported_trees_predict_what_the_fitted_ones_do(
    rated: list[RatedName], features: np.ndarray
) -> None:
    trees = fit_blend_ranker.regressor().fit(features, [blend.rating for blend in rated])
    exported = export_trees(trees)
    np.testing.assert_allclose(exported.rate(features), trees.predict(features), atol=1e-3)


@pytest.mark.slow
def test_the_stored_ranker_is_what_fitting_gives(
    rated: list[RatedName], features: np.ndarray
) -> None:
    trees = fit_blend_ranker.regressor().fit(features, [blend.rating for blend in rated])
    stored = BlendRanker.load().rate(features)
    np.testing.assert_allclose(stored, trees.predict(features), atol=0.02)


def test_ranker_survives_saving(tmp_path: Path) -> None:
    ranker, path = BlendRanker.load(), tmp_path / "ranker.npz"
    ranker.save(path)
    features = np.random.default_rng(1).normal(size=(20, len(BLEND_FEATURES))).astype(np.float32)
    assert BlendRanker.load(path).rate(features).tolist() == ranker.rate(features).tolist()


@pytest.mark.slow
def test_card_shows_the_figures_of_leaving_groups_of_pairs_out(
    rated: list[RatedName], features: np.ndarray
) -> None:
    predicted = fit_blend_ranker.cross_validate(rated, features)
    assert "\n".join(fit_blend_ranker.report(rated, predicted)) in CARD.read_text("utf-8")
