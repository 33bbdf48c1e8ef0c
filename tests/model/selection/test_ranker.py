from pathlib import Path

import numpy as np
import pytest

from model.reports.card_file import CARD
from model.selection.features import FEATURES
from model.selection.ranker import NameRanker
from model.training import fit_blend_ranker, fit_ranker
from model.training.trees import export_trees


@pytest.fixture(scope="module")
def rated() -> list[fit_ranker.RatedName]:
    return fit_ranker.load_ratings()


@pytest.fixture(scope="module")
def features(rated: list[fit_ranker.RatedName]) -> np.ndarray:
    return fit_ranker.rated_features(rated)


def test_ratings_are_within_the_scale(rated: list[fit_ranker.RatedName]) -> None:
    assert len(rated) > 7000
    assert all(1 <= name.rating <= 5 for name in rated)


@pytest.mark.slow
def test_the_stored_ranker_is_what_fitting_gives(
    rated: list[fit_ranker.RatedName], features: np.ndarray
) -> None:
    fitted, stored = fit_ranker.fit(rated, features), NameRanker.load()
    sample = features[::50, : len(FEATURES)]
    np.testing.assert_allclose(fitted.rate(sample), stored.rate(sample), atol=0.02)


@pytest.mark.slow
def test_exported_trees_predict_what_the_fitted_ones_do(
    rated: list[fit_ranker.RatedName], features: np.ndarray
) -> None:
    panel = max(name.panel for name in rated)
    trees = fit_ranker._regressor().fit(features, [name.rating for name in rated])  # noqa: SLF001
    as_served = features[::50].copy()
    as_served[:, -1] = panel
    exported = export_trees(trees, decided=panel)
    np.testing.assert_allclose(
        exported.rate(as_served[:, :-1]), trees.predict(as_served), atol=1e-3
    )


def test_ranker_survives_saving(tmp_path: Path) -> None:
    ranker, path = NameRanker.load(), tmp_path / "ranker.npz"
    ranker.save(path)
    features = np.random.default_rng(1).normal(size=(20, len(FEATURES))).astype(np.float32)
    assert NameRanker.load(path).rate(features).tolist() == ranker.rate(features).tolist()


@pytest.mark.slow
def test_card_shows_the_figures_of_leaving_countries_out(
    rated: list[fit_ranker.RatedName], features: np.ndarray
) -> None:
    lines = fit_ranker.report(rated, fit_ranker.cross_validate(rated, features))
    assert "\n".join(lines) in CARD.read_text("utf-8")


@pytest.mark.slow
def test_card_shows_the_figures_of_leaving_pairs_out() -> None:
    blends = fit_blend_ranker.load_ratings()
    features = fit_blend_ranker.rated_features(blends)
    lines = fit_blend_ranker.report(blends, fit_blend_ranker.cross_validate(blends, features))
    assert "\n".join(lines) in CARD.read_text("utf-8")
