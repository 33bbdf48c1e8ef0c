"""Assignment 2, as it is worded: a recurrent network that learns names one letter at a time.

`python -m model.assignment.rnn` trains it, or loads stored weights, and prints names that it
generates. The network that the bot serves is in `model/network/torch_rnn.py`.

The network: country and letter each go through a linear layer and ReLU, are concatenated with the
memory, and go through a linear layer, dropout and ReLU. Of its two heads one gives the
probabilities of the next letter, the other is added to the memory, which starts as zeros.
"""

import argparse
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional as F  # noqa: N812 - what all of PyTorch's users call it
from tqdm import trange

from model.domain import corpus
from model.domain.countries import find_country
from model.domain.generation import MAX_NAME_LENGTH
from model.domain.spelling import STOP, capitalise
from model.network.weights import Weights

NEURONS = 128
"""Width of every layer and of the memory."""
MAX_GRAD_NORM = 0.5
"""Gradient clipping, as in assignment 1: without it, some runs explode within 300 names."""


def letter2hot(letter: str) -> Tensor:
    """Encode a lower-case letter, or the stop symbol: one-hot, (1, letters).

    Raises:
        ValueError: the alphabet has no such letter.
    """
    return _one_hot(corpus.alphabet().index(letter), len(corpus.alphabet()))


def name2tensor(name: str) -> Tensor:
    """Encode a lower-case name's own letters, without start and stop: (name length, 1, letters).

    Raises:
        ValueError: the name is empty, or the alphabet lacks one of its letters.
    """
    if not name:
        message = "an empty name has no letters"
        raise ValueError(message)
    return torch.stack([letter2hot(letter) for letter in name])


def country2hot(country: str) -> Tensor:
    """Encode a country's code: one-hot, (1, countries).

    Raises:
        ValueError: the data has no such country.
    """
    return _one_hot(corpus.country_codes().index(country), len(corpus.country_codes()))


def _one_hot(index: int, size: int) -> Tensor:
    return F.one_hot(torch.tensor([index]), size).float()


class AssignmentRNN(nn.Module):
    """The network of the assignment's last page."""

    def __init__(self, letters: int, countries: int, neurons: int = NEURONS) -> None:
        super().__init__()
        self.country = nn.Linear(countries, neurons)
        self.letter = nn.Linear(letters, neurons)
        self.joined = nn.Linear(3 * neurons, neurons)
        self.dropout = nn.Dropout(0.1)
        self.prediction = nn.Linear(neurons, letters)
        self.addition = nn.Linear(neurons, neurons)

    def forward(self, country: Tensor, letter: Tensor, memory: Tensor) -> tuple[Tensor, Tensor]:
        """Read one letter: (1, countries), (1, letters), (1, neurons).

        Returns:
            The probabilities of the next letter (1, letters), and the changed memory (1, neurons).
        """
        inputs = [torch.relu(self.country(country)), torch.relu(self.letter(letter)), memory]
        hidden = torch.relu(self.dropout(self.joined(torch.cat(inputs, dim=1))))
        return torch.softmax(self.prediction(hidden), dim=1), memory + self.addition(hidden)

    def load(self, weights: Weights) -> None:
        """Load stored weights and switch to evaluation mode."""
        self.load_state_dict(
            {name: torch.from_numpy(array) for name, array in weights.arrays.items()}
        )
        self.eval()

    @staticmethod
    def initial_memory() -> Tensor:
        """Return the memory at the start of a name: zeros, (1, neurons)."""
        return torch.zeros(1, NEURONS)


def name_loss(network: AssignmentRNN, name: str, country: str) -> Tensor:
    """Sum the binary cross-entropy along a lower-case name, its stop included."""
    country_hot = country2hot(country)
    letters = [letter2hot(STOP), *name2tensor(name), letter2hot(STOP)]
    memory = network.initial_memory()
    loss = torch.zeros(())
    for letter, true_next_letter in pairwise(letters):
        prediction, memory = network(country_hot, letter, memory)
        loss = loss + F.binary_cross_entropy(prediction, true_next_letter)
    return loss


@torch.no_grad()
def name_nll(network: AssignmentRNN, name: str, country: str) -> float:
    """Return −log P(name, stop | country) in nats; the network should be in evaluation mode."""
    country_hot = country2hot(country)
    memory = network.initial_memory()
    nats = 0.0
    for letter, true_next_letter in zip(STOP + name, name + STOP, strict=True):
        prediction, memory = network(country_hot, letter2hot(letter), memory)
        nats -= float(prediction[0, corpus.alphabet().index(true_next_letter)].log())
    return nats


@dataclass(frozen=True, slots=True)
class TrainingStep:
    """Loss and gradient norm of one name, before its step.

    Attributes:
        loss: summed over the name's letters.
        grad_norm: before clipping.
    """

    loss: float
    grad_norm: float


def train(
    network: AssignmentRNN,
    entries: Sequence[corpus.Entry],
    optimiser: torch.optim.Optimizer,
    rng: np.random.Generator,
    max_grad_norm: float = MAX_GRAD_NORM,
) -> Iterator[TrainingStep]:
    """Train without end, one random name at a time.

    Args:
        network: put into training mode.
        entries: names to sample from, with replacement.
        optimiser: of the network's parameters.
        rng: source of randomness.
        max_grad_norm: the gradient's norm is clipped to this; infinity disables clipping.

    Yields:
        Loss and gradient norm of each name, after its step.
    """
    network.train()
    while True:
        entry = entries[int(rng.integers(len(entries)))]
        loss = name_loss(network, entry.letters, entry.country)
        loss.backward()  # type: ignore[no-untyped-call] # PyTorch's own lack
        norm = nn.utils.clip_grad_norm_(network.parameters(), max_grad_norm)
        optimiser.step()
        optimiser.zero_grad()
        yield TrainingStep(loss.item(), norm.item())


def start_training(
    seed: int, max_grad_norm: float = MAX_GRAD_NORM
) -> tuple[AssignmentRNN, Iterator[TrainingStep]]:
    """Return a fresh network and its training on the training split; see `train`."""
    torch.manual_seed(seed)
    network = AssignmentRNN(len(corpus.alphabet()), len(corpus.country_codes()))
    entries = corpus.select("train", corpus.entries())
    optimiser = torch.optim.Adam(network.parameters())
    return network, train(network, entries, optimiser, np.random.default_rng(seed), max_grad_norm)


@torch.no_grad()
def generate(
    network: AssignmentRNN, country: str, rng: np.random.Generator, inverse_temperature: float = 1.0
) -> str:
    """Generate a name for a country, sampling letter by letter until the stop symbol.

    Args:
        network: put into evaluation mode, and back into its own mode at the end.
        country: the country's code.
        rng: source of randomness.
        inverse_temperature: the s in p^s / Σ p^s; 2 squares the probabilities, as the assignment
            asks.

    Returns:
        The name in lower case, at most `MAX_NAME_LENGTH` letters long.
    """
    training = network.training
    network.eval()
    alphabet = list(corpus.alphabet())
    country_hot, memory = country2hot(country), network.initial_memory()
    letter, name = STOP, ""
    while len(name) < MAX_NAME_LENGTH:
        output, memory = network(country_hot, letter2hot(letter), memory)
        powers = output[0].detach().numpy().astype(np.float64) ** inverse_temperature
        letter = str(rng.choice(alphabet, 1, p=powers / powers.sum())[0])
        if letter == STOP:
            break
        name += letter
    network.train(training)
    return name


def main(arguments: Sequence[str] | None = None) -> None:
    """Train on random names or load weights, then print names for a country, plain and squared."""
    parser = argparse.ArgumentParser(prog="python -m model.assignment.rnn", description=__doc__)
    parser.add_argument("--names", type=int, default=20_000, help="how many to train on")
    parser.add_argument("--country", default="Netherlands", help="whose names to generate")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument(
        "--clip", type=float, default=MAX_GRAD_NORM, help="the gradient's norm; inf lets it explode"
    )
    parser.add_argument(
        "--weights", type=Path, metavar="FILE.npz", help="load these, and train on no names"
    )
    parser.add_argument("--count", type=int, default=30, help="how many names to generate")
    options = parser.parse_args(arguments)
    country = find_country(options.country)
    network, steps = start_training(options.seed, options.clip)
    if options.weights:
        network.load(Weights.load(options.weights))
    else:
        smoothed = next(steps).loss
        for _ in (progress := trange(options.names, unit=" names")):
            smoothed = 0.999 * smoothed + 0.001 * next(steps).loss
            progress.set_postfix_str(f"loss {smoothed:.3f}", refresh=False)
    rng = np.random.default_rng(options.seed)
    for title, power in (("", 1.0), (", probabilities squared", 2.0)):
        names = [generate(network, country.code, rng, power) for _ in range(options.count)]
        print(f"\n{options.count} names for {country.name}{title}:")  # noqa: T201 - this script's answer
        print(", ".join(capitalise(name, country.code) for name in names))  # noqa: T201 - likewise


if __name__ == "__main__":
    main()
