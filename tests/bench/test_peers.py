from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from model.domain import corpus
from model.domain.condition import Condition
from model.domain.corpus import Entry
from model.evaluation.evaluation import Evaluation, HeldOut, NameModel
from model.inference.name_generator import NameGenerator
from model.inference.weights import Weights
from model.reports.sharpness import SharpenedModel
from model.training.dataset import NameDataset
from model.training.loop import fit
from tests.bench.peers.networks import KINDS, Kind, build
from tests.bench.peers.ngram import Ngram
from tests.bench.peers.origins import ByLoss
from tests.bench.peers.recipe import PeerRecipe
from tests.bench.peers.serving import Serving
from tests.bench.peers.table import HEADS, NO_ORIGINS, row, sharp, told
from tests.bench.peers.train import watch

# The tests' networks are so small that a second thread only gets in the way.
torch.set_num_threads(1)

TWO = ("CN", "IT")


def some(part: corpus.Part, step: int) -> list[Entry]:
    return [one for one in corpus.select(part, corpus.entries()) if one.country in TWO][::step]


@pytest.fixture(scope="module")
def ngram() -> Ngram:
    return Ngram(some("train", 10), some("validation", 4), corpus.alphabet())


def serving(kind: Kind) -> Serving:
    torch.manual_seed(3)
    network = build(kind, len(corpus.alphabet()), len(corpus.countries()))
    return Serving(network, corpus.alphabet(), corpus.countries())


@given(history=st.text(st.sampled_from("abcdeé'iouxz*"), max_size=6), code=st.sampled_from(TWO))
def test_a_five_grams_probabilities_sum_to_one_behind_any_history(
    ngram: Ngram, history: str, code: str
) -> None:
    letters = np.arange(len(corpus.alphabet()))
    countries = np.full(len(letters), ngram.country(code))
    histories = np.full(len(letters), ngram.history(history))
    likely = ngram.probabilities(countries, histories, letters)
    assert (likely > 0).all()
    assert likely.sum() == pytest.approx(1)


@given(name=st.text(st.sampled_from("abcdeé'iouxz"), min_size=1, max_size=12))
def test_a_five_grams_score_is_that_of_its_letters(ngram: Ngram, name: str) -> None:
    total = 0.0
    for place, letter in enumerate([*name, "*"]):
        before = ("****" + name)[place : place + 4]
        total -= np.log(
            ngram.probabilities(
                np.array([ngram.country("IT")]),
                np.array([ngram.history(before)]),
                np.array([corpus.alphabet().index(letter)]),
            )[0]
        )
    assert ngram.nll([(name, Condition.for_country("IT"))])[0] == pytest.approx(total)


def test_a_five_grams_weights_make_validation_likelier_than_others_would(ngram: Ngram) -> None:
    held_out = [(one.name, Condition.for_country(one.country)) for one in some("validation", 4)]
    fitted = ngram.nll(held_out).mean()
    chosen = ngram.weights
    try:
        ngram.weights = type(chosen)()
        assert fitted < ngram.nll(held_out).mean()
    finally:
        ngram.weights = chosen


def test_a_five_gram_discounts_and_backs_off_as_its_formula_says() -> None:
    names = [Entry("Aa", "CN", "U"), Entry("Aa", "IT", "U")]
    ngram = Ngram(names, names, "*ab")
    ngram.weights = type(ngram.weights)(shared=(0.5,) * 5, own=(0.5,) * 5, faithful=(1.0,) * 5)
    # In either country a was seen twice and the stop once; below that each of three is as likely.
    expected = [(1 - 0.5) / 3 + 0.5 * 2 / 3 / 3, (2 - 0.5) / 3 + 0.5 * 2 / 3 / 3, 0.5 * 2 / 3 / 3]
    letters = np.arange(3)
    # Behind bbbb, never seen, there is nothing but the single letters.
    behind = np.full(3, ngram.history("bbbb"))
    likely = ngram.probabilities(np.full(3, ngram.country("IT")), behind, letters)
    np.testing.assert_allclose(likely, expected)


def models(ngram: Ngram) -> Sequence[NameModel]:
    return [ngram, *(serving(kind) for kind in KINDS)]


def test_peers_draw_names_as_often_as_they_find_them_likely(ngram: Ngram) -> None:
    condition = Condition.for_country("CN")
    drawn = ngram.sample(condition, 4000, np.random.default_rng(1))
    for letter in "xyz":
        share = np.mean([name.startswith(letter) for name in drawn])
        first = ngram.probabilities(
            np.array([ngram.country("CN")]),
            np.array([0]),
            np.array([corpus.alphabet().index(letter)]),
        )[0]
        assert share > 0
        assert share == pytest.approx(first, abs=0.03)


def test_every_peer_draws_the_same_names_from_the_same_seed(ngram: Ngram) -> None:
    for model in models(ngram):
        one, other = (
            model.sample(Condition.for_country("IT"), 20, np.random.default_rng(4)) for _ in "12"
        )
        assert one == other
        assert all(2 <= len(name) <= 24 for name in one)


@pytest.mark.parametrize("kind", KINDS)
def test_a_peers_score_does_not_depend_on_what_is_scored_with_it(kind: Kind) -> None:
    pairs = [(name, Condition.for_country("IT")) for name in ("Giovannella", "Al", "Pia")]
    model = serving(kind)
    alone = [model.nll([pair])[0] for pair in pairs]
    np.testing.assert_allclose(model.nll(pairs), alone, rtol=1e-4)


@pytest.mark.parametrize("kind", KINDS)
def test_a_peer_never_looks_ahead(kind: Kind) -> None:
    network = build(kind, 10, 2).eval()
    condition = torch.tensor([[1.0, 0.0, 0.5, 0.5]])
    with torch.no_grad():
        one = network(torch.tensor([[0, 1, 2, 3]]), condition)
        other = network(torch.tensor([[0, 1, 2, 9]]), condition)
    torch.testing.assert_close(one[:, :3], other[:, :3])
    assert not torch.equal(one[:, 3], other[:, 3])


@pytest.mark.parametrize("kind", KINDS)
def test_a_peer_lowers_its_loss_on_a_small_sample_and_is_read_back(
    kind: Kind, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # What is read once, of all names, is read before there are few.
    corpus.alphabet()
    corpus.countries()
    train, validation = some("train", 60), some("validation", 10)
    monkeypatch.setattr("model.training.loop.corpus.entries", lambda: train)
    recipe = PeerRecipe(kind, NameDataset.of(train), NameDataset.of(validation), passes=12)
    done = fit(recipe, tmp_path / "peer.npz", watch)
    assert done[-1].train < 0.8 * done[0].train
    stored = Serving.load(kind, Weights.load(tmp_path / "peer.npz"))
    nats = stored.nll([(one.name, Condition.for_country(one.country)) for one in validation])
    assert nats.mean() == pytest.approx(min(one.validation for one in done), rel=0.01)


def test_a_peers_origins_tell_two_countries_apart(ngram: Ngram) -> None:
    origins = ByLoss(ngram, some("train", 10), some("validation", 4), TWO)
    likely = origins.probabilities(["xiaoming", "giovanni"])
    assert likely.argmax(axis=1).tolist() == [0, 1]
    np.testing.assert_allclose(likely.sum(axis=1), 1)


def test_a_peer_is_evaluated_as_ours_is(ngram: Ngram) -> None:
    origins = ByLoss(ngram, some("train", 10), some("validation", 4), TWO)
    data = HeldOut([*some("train", 1), *some("validation", 1), *some("test", 1)])
    report, _ = Evaluation(data, origins, TWO, names=100).run(ngram, origins)
    assert report.origin.origin_top1 > 0.9
    assert 5 < report.spelling.nats_per_name < 20
    line = row(["five-gram", "", "0.04", "13.70"], report.invention, told(report.origin))
    assert line.count("|") == len(HEADS) + 1


def test_sharpened_names_are_measured_as_others_are() -> None:
    namer = NameGenerator.load()
    data = HeldOut([*some("train", 1), *some("validation", 1), *some("test", 1)])
    judge = ByLoss(namer, some("train", 100), some("validation", 40), TWO)
    evaluation = Evaluation(data, judge, TWO, names=300)
    plain, sharper = (sharp(evaluation, SharpenedModel(namer, power)) for power in (1, 2))
    assert plain.distinct_share > sharper.distinct_share
    line = row(["ours", "", "", ""], sharper, NO_ORIGINS)
    assert line.count("|") == len(HEADS) + 1
