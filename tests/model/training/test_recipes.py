"""What the recipes learn from."""

import pytest

from model.domain import corpus
from model.training.recipes import SINGLE_CONFIG, assignment_trainer, from_scratch_trainer

HELD_OUT = [entry for entry in corpus.entries() if corpus.split_of(entry.name) != "train"][::500]
TRAIN = corpus.select("train", corpus.entries())[::1000]


@pytest.fixture(autouse=True)
def few_names(monkeypatch: pytest.MonkeyPatch) -> None:
    # Alphabet and countries are cached from all names, before there are few.
    corpus.alphabet()
    corpus.country_codes()
    monkeypatch.setattr("model.training.recipes.corpus.entries", lambda: (*HELD_OUT, *TRAIN))


def test_networks_learn_from_the_training_split_alone() -> None:
    assert len(assignment_trainer(epochs=1)._names) == len(TRAIN)  # noqa: SLF001 - what it learns from
    trainer = from_scratch_trainer(SINGLE_CONFIG)
    alphabet = corpus.alphabet()
    learnt = {
        "".join(alphabet[letter] for letter in row[1:length].tolist())
        for row, length in zip(trainer._names.letters, trainer._names.lengths, strict=True)  # noqa: SLF001 - the same
    }
    assert learnt == {entry.letters for entry in TRAIN}
