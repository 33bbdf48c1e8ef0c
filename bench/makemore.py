"""Trains our recipe on makemore's names: `python bench/makemore.py names.txt`.

The list is `names.txt` of github.com/karpathy/makemore, and the split its script's own: the last
1,000 words of the permutation that PyTorch draws with seed 3407. All words are of one country. The
nats a letter, stops included, are those of the 1,000 test words after the last pass; nothing was
chosen on these. The interval is a bootstrap's, over test words. With `--peer`, a Transformer of as
many weights, trained by our recipe, is what ours is compared with, word by word.
"""

import argparse
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import torch
from tqdm import trange

from model.domain import corpus
from model.domain.arrays import DoubleArray
from model.domain.corpus import Entry
from model.network.ngrams import NGramVocabulary
from model.network.torch_rnn import RNNConfig
from model.training.dataset import NameDataset
from model.training.losses import HardTargets, sequence_loss
from model.training.train import NetworkTrainer, TrainingConfig
from model.training.transformer import TransformerConfig

SEED, TEST_WORDS = 3407, 1000
COUNTRY = "US"
OURS = TrainingConfig(
    RNNConfig(192, 192, 256, experts=1, dropout=0.27, ngram_dropout=0.4), epochs=50
)
PEER = TrainingConfig(TransformerConfig(width=160, dropout=0.15), epochs=50, max_lr=3e-3)
_SAMPLES = 10_000


def main() -> None:
    """Train, and print nats a letter."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("path", type=Path, help="makemore's names.txt")
    parser.add_argument("--passes", type=int, default=OURS.epochs, help="[%(default)s]")
    parser.add_argument("--peer", action="store_true", help="train the Transformer, too")
    options = parser.parse_args()
    torch.set_num_threads(1)  # faster for networks as small as these
    train, test = split(options.path.read_text("utf-8").split())
    for line in compare(train, test, options.passes, peer=options.peer):
        print(line, flush=True)  # noqa: T201 - printing is a benchmark's work


def split(words: Sequence[str]) -> tuple[list[str], list[str]]:
    """Split as makemore does."""
    held_out = min(TEST_WORDS, len(words) // 10)
    order = torch.randperm(len(words), generator=torch.Generator().manual_seed(SEED)).tolist()
    shuffled = [words[index] for index in order]
    return shuffled[:-held_out], shuffled[-held_out:]


def compare(train: Sequence[str], test: Sequence[str], passes: int, *, peer: bool) -> Iterator[str]:
    """Yield a Markdown table, a row as soon as it is measured."""
    yield "| model | weights | nats a letter | 95 % |"
    yield "|---|--:|--:|---|"
    letters = np.array([len(word) + 1 for word in sorted(test, key=len)], np.float64)
    size, ours = train_and_test(OURS, train, test, passes)
    yield row("ours", size, ours, letters)
    if peer:
        size, theirs = train_and_test(PEER, train, test, passes)
        yield row("Transformer, by our recipe", size, theirs, letters)
        yield row("the difference", "", theirs - ours, letters)


def train_and_test(
    config: TrainingConfig, train: Sequence[str], test: Sequence[str], passes: int
) -> tuple[str, DoubleArray]:
    """Return a network's number of weights, and its nats of each test word, by length (words)."""
    config = TrainingConfig(
        config.network, epochs=passes, max_lr=config.max_lr, names_per_row=256, rows_per_batch=1
    )
    ngrams = NGramVocabulary.from_names(train, corpus.alphabet())
    held_out = dataset(test)
    trainer = NetworkTrainer(HardTargets(dataset(train), config.loss), held_out, ngrams, config)
    for number in trange(1, passes + 1, unit=" passes"):
        for _ in trainer.train_epoch(number):
            pass
    size = sum(parameter.numel() for parameter in trainer.network.parameters())
    return f"{size:,}", nats(trainer, held_out)


@torch.no_grad()
def nats(trainer: NetworkTrainer, names: NameDataset) -> DoubleArray:
    """Return −log P(name, stop) of each name, gender unknown, in their order (names)."""
    trainer.network.eval()
    letters, lengths, countries, genders = names.batch(torch.arange(len(names.lengths))[None])
    logits = trainer.network(letters[..., :-1], countries[:, 0], genders)
    losses: DoubleArray = sequence_loss(logits, letters, lengths)[0].double().numpy()
    return losses


def dataset(words: Sequence[str]) -> NameDataset:
    """Encode words as names of one country, of either gender."""
    return NameDataset.from_entries([Entry(word, COUNTRY, "U") for word in words])


def row(title: str, size: str, nats: DoubleArray, letters: DoubleArray) -> str:
    """Format the mean over letters, and its interval."""
    picks = np.random.default_rng(SEED).integers(len(nats), size=(_SAMPLES, len(nats)))
    low, high = np.quantile(nats[picks].sum(axis=1) / letters[picks].sum(axis=1), (0.025, 0.975))
    mean = nats.sum() / letters.sum()
    return f"| {title} | {size} | {mean:.3f} | {low:.3f} to {high:.3f} |"


if __name__ == "__main__":
    main()
