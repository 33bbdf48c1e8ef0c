from pathlib import Path

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from bench.peers.networks import PEER_KINDS, PeerKind, build_peer
from bench.peers.ngram import FiveGramModel, InterpolationWeights
from bench.peers.origins import LossClassifier
from bench.peers.recipe import PeerTrainer
from bench.peers.serving import PeerModel
from bench.peers.table import COLUMNS, origin_cells, row
from bench.peers.train import progress_bar
from model.domain import corpus
from model.domain.condition import Condition
from model.domain.corpus import Entry
from model.evaluation.evaluation import Evaluation, HeldOut
from model.network.weights import Weights
from model.training.dataset import NameDataset
from model.training.train import fit

CODES = ("CN", "IT")


def subset(split: corpus.Split, step: int) -> list[Entry]:
    entries = corpus.select(split, corpus.entries())
    return [entry for entry in entries if entry.country in CODES][::step]


@pytest.fixture(scope="module")
def ngram() -> FiveGramModel:
    return FiveGramModel(subset("train", 10), subset("validation", 4), corpus.alphabet())


@given(name=st.text(st.sampled_from("abcdeé'iouxz"), min_size=1, max_size=12))
def test_five_gram_nll_is_the_sum_over_letters(ngram: FiveGramModel, name: str) -> None:
    total = 0.0
    for index, letter in enumerate([*name, "*"]):
        history = ("****" + name)[index : index + 4]
        total -= np.log(
            ngram.probabilities(
                np.array([ngram.country_id("IT")]),
                np.array([ngram.history_id(history)]),
                np.array([corpus.alphabet().index(letter)]),
            )[0]
        )
    assert ngram.nll([(name, Condition.for_country("IT"))])[0] == pytest.approx(total)


def test_five_gram_discounts_and_backs_off_by_its_formula() -> None:
    names = [Entry("Aa", "CN", "U"), Entry("Aa", "IT", "U")]
    ngram = FiveGramModel(names, names, "*ab")
    ngram.weights = InterpolationWeights(
        shared_discounts=(0.5,) * 5, country_discounts=(0.5,) * 5, country_weights=(1.0,) * 5
    )
    # In either country a was seen twice and the stop once; below that each of three is as likely.
    expected = [(1 - 0.5) / 3 + 0.5 * 2 / 3 / 3, (2 - 0.5) / 3 + 0.5 * 2 / 3 / 3, 0.5 * 2 / 3 / 3]
    letters = np.arange(3)
    # After bbbb, never seen, only the single letters count.
    histories = np.full(3, ngram.history_id("bbbb"))
    probabilities = ngram.probabilities(np.full(3, ngram.country_id("IT")), histories, letters)
    np.testing.assert_allclose(probabilities, expected)


@pytest.mark.parametrize("kind", PEER_KINDS)
def test_peers_are_causal(kind: PeerKind) -> None:
    network = build_peer(kind, 10, 2).eval()
    condition = torch.tensor([[1.0, 0.0, 0.5, 0.5]])
    with torch.no_grad():
        before = network(torch.tensor([[0, 1, 2, 3]]), condition)
        after = network(torch.tensor([[0, 1, 2, 9]]), condition)
    torch.testing.assert_close(before[:, :3], after[:, :3])
    assert not torch.equal(before[:, 3], after[:, 3])


@pytest.mark.parametrize("kind", PEER_KINDS)
def test_peers_lower_their_loss_and_load_from_their_weights(
    kind: PeerKind, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Alphabet and countries are cached from all names, before there are few.
    corpus.alphabet()
    corpus.country_codes()
    train, validation = subset("train", 60), subset("validation", 10)
    monkeypatch.setattr("model.training.train.corpus.entries", lambda: train)
    trainer = PeerTrainer(
        kind, NameDataset.from_entries(train), NameDataset.from_entries(validation), epochs=8
    )
    history = fit(trainer, tmp_path / "peer.npz", progress_bar)
    assert history[-1].train < 0.8 * history[0].train
    stored = PeerModel.load(kind, Weights.load(tmp_path / "peer.npz"))
    nats = stored.nll([(entry.name, Condition.for_country(entry.country)) for entry in validation])
    assert nats.mean() == pytest.approx(min(epoch.validation for epoch in history), rel=0.01)


def test_peers_are_evaluated_by_the_same_metrics(ngram: FiveGramModel) -> None:
    classifier = LossClassifier(ngram, subset("train", 10), subset("validation", 4), CODES)
    data = HeldOut([entry for split in corpus.SPLITS for entry in subset(split, 1)])
    report, _ = Evaluation(data, classifier, CODES, names_per_country=100).run(ngram, classifier)
    assert report.origin.origin_top1 > 0.9
    assert 5 < report.language_model.nats_per_name < 20
    line = row(["five-gram", "", "0.04", "13.70"], report.generation, origin_cells(report.origin))
    assert line.count("|") == len(COLUMNS) + 1
