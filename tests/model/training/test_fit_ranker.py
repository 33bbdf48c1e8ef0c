import numpy as np
import pytest

from model.inference.name_generator import NameGenerator
from model.selection.ranker import AGE, APPEAL, QUALITY, NameRanker
from model.training import fit_blend_ranker
from model.training.candidates import CandidateReader
from model.training.fit_ranker import RatedNames, Ratings, fit, judge, rate
from model.training.ratings import BLEND_RATINGS, NAME_RATINGS, load_ratings


@pytest.fixture(scope="module")
def reader(generator: NameGenerator) -> CandidateReader:
    return CandidateReader(generator)


@pytest.fixture(scope="module")
def names(reader: CandidateReader) -> RatedNames:
    rated = [name for name in load_ratings(NAME_RATINGS) if name.countries[0] in {"NL", "TR"}]
    return RatedNames.read(rated, reader)


def test_names_are_rated_in_their_order_whatever_their_countries(names: RatedNames) -> None:
    ranker = NameRanker.load()
    rated = rate(ranker, names)
    for row in (0, len(names.rated) // 2, len(names.rated) - 1):
        only = np.arange(len(names.rated)) == row
        np.testing.assert_allclose(rate(ranker, names.select(only)), rated[only], atol=1e-3)


def test_a_ranker_prefers_what_readers_liked_of_names_that_it_has_not_read(
    reader: CandidateReader,
) -> None:
    everything = Ratings.read(reader)
    some = np.array([name.countries[0] in {"NL", "TR"} for name in everything.rated])
    ratings = everything.select(some)
    are_read = np.array([sum(name.folded.encode()) % 2 == 0 for name in ratings.rated])
    ranker, unread = fit(ratings.select(are_read), epochs=12), ratings.select(~are_read)
    rated, given = rate(ranker, unread.names), _ratings(unread.names)
    assert rated[given >= 4].mean() > rated[given <= 2].mean() + 0.3
    for column, part, least in (
        (QUALITY, unread.new, 0.25),
        (APPEAL, unread.liked, 0.1),
        (AGE, unread.liked.by_age, 0.25),
    ):
        assert np.corrcoef(judge(ranker, part)[:, column], _ratings(part))[0, 1] > least


def _ratings(names: RatedNames) -> np.ndarray:
    return np.array([name.rating for name in names.rated])


def test_blends_are_encoded_in_order_whatever_their_countries(reader: CandidateReader) -> None:
    blends = load_ratings(BLEND_RATINGS)[::-9000]
    assert len({blend.countries for blend in blends}) > 1
    ranker = NameRanker.load()
    together = fit_blend_ranker.encode(blends, reader, ranker)
    alone = [fit_blend_ranker.encode([blend], reader, ranker)[0] for blend in blends]
    np.testing.assert_allclose(together, alone, atol=1e-3)
