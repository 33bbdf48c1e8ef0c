import numpy as np
import pytest

from data.attested.readings import NEW_NAMES
from model.inference.name_generator import NameGenerator
from model.selection.ranker import NameRanker
from model.training import fit_blend_ranker
from model.training.candidates import CandidateReader
from model.training.fit_ranker import RatedNames, fit, rate
from model.training.ratings import BLEND_RATINGS, NAME_RATINGS, is_readable, load_ratings


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
    names: RatedNames, reader: CandidateReader
) -> None:
    half = np.array([sum(name.folded.encode()) % 2 == 0 for name in names.rated])
    unread = names.select(~half)
    of_new = [name for name in load_ratings(NEW_NAMES) if name.countries[0] in {"NL", "TR"}]
    new = RatedNames.read([name for name in of_new if is_readable(name, reader.generator)], reader)
    read = np.array([sum(name.folded.encode()) % 2 == 0 for name in new.rated])
    judged = new.select(~read)
    ranker = fit(names.select(half), new.select(read), epochs=12)
    rated, ratings = rate(ranker, unread), np.array([name.rating for name in unread.rated])
    assert rated[ratings >= 4].mean() > rated[ratings <= 2].mean() + 0.3
    judgements = [name.rating for name in judged.rated]
    assert np.corrcoef(rate(ranker, judged, as_new=True), judgements)[0, 1] > 0.25


def test_blends_are_encoded_in_order_whatever_their_countries(reader: CandidateReader) -> None:
    blends = load_ratings(BLEND_RATINGS)[::-9000]
    assert len({blend.countries for blend in blends}) > 1
    ranker = NameRanker.load()
    together = fit_blend_ranker.encode(blends, reader, ranker)
    alone = [fit_blend_ranker.encode([blend], reader, ranker)[0] for blend in blends]
    np.testing.assert_allclose(together, alone, atol=1e-3)
