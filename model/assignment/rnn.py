"""Assignment 2, as it is worded: a recurrent network that learns names one letter at a time.

`python -m model.assignment.rnn` trains it, name by name, and prints what it then invents, or
invents at once with the stored weights. The network that the bot serves is in
`model/training/network.py`.

The network: country and letter each go through a linear layer and ReLU, are joined with the memory,
and go through a linear layer, dropout and ReLU. Of its two heads one gives the probabilities of the
next letter, the other is added to the memory, which is zeros when a name begins.
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
from model.domain.countries import find
from model.domain.generation import MAX_NAME_LENGTH
from model.domain.spelling import STOP, capitalise
from model.inference.weights import Weights

NEURONS = 128
"""Width of every layer and of the memory."""
CLIP = 0.5
"""What assignment 1 is about: without it, some seeds' gradients explode within 300 names."""


def letter2hot(letter: str) -> Tensor:
    """Encode one lower-case letter, or the stop symbol: one-hot, (1, letters).

    Raises:
        ValueError: no name has this letter.
    """
    return _one_hot(corpus.alphabet().index(letter), len(corpus.alphabet()))


def name2tensor(name: str) -> Tensor:
    """Encode a lower-case name's own letters, without start and stop: (name length, 1, letters).

    Raises:
        ValueError: the name is empty, or no other has one of its letters.
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
    return _one_hot(corpus.countries().index(country), len(corpus.countries()))


def _one_hot(place: int, size: int) -> Tensor:
    return F.one_hot(torch.tensor([place]), size).float()


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
        seen = [torch.relu(self.country(country)), torch.relu(self.letter(letter)), memory]
        hidden = torch.relu(self.dropout(self.joined(torch.cat(seen, dim=1))))
        return torch.softmax(self.prediction(hidden), dim=1), memory + self.addition(hidden)

    def load(self, weights: Weights) -> None:
        """Take stored weights over, and go into evaluation mode."""
        self.load_state_dict({name: torch.from_numpy(one) for name, one in weights.arrays.items()})
        self.eval()

    @staticmethod
    def blank() -> Tensor:
        """Return the memory that every name begins with: zeros, (1, neurons)."""
        return torch.zeros(1, NEURONS)


def name_loss(network: AssignmentRNN, name: str, country: str) -> Tensor:
    """Sum the binary cross-entropy along a lower-case name, its stop included."""
    told = country2hot(country)
    letters = [letter2hot(STOP), *name2tensor(name), letter2hot(STOP)]
    memory = network.blank()
    loss = torch.zeros(())
    for letter, true_next_letter in pairwise(letters):
        prediction, memory = network(told, letter, memory)
        loss = loss + F.binary_cross_entropy(prediction, true_next_letter)
    return loss


@torch.no_grad()
def name_nats(network: AssignmentRNN, name: str, country: str) -> float:
    """Return −log P(name, stop | country) in nats; the network should be in evaluation mode."""
    told = country2hot(country)
    memory = network.blank()
    nats = 0.0
    for letter, true_next_letter in zip(STOP + name, name + STOP, strict=True):
        prediction, memory = network(told, letter2hot(letter), memory)
        nats -= float(prediction[0, corpus.alphabet().index(true_next_letter)].log())
    return nats


@dataclass(frozen=True, slots=True)
class Step:
    """What training on a name began with.

    Attributes:
        loss: the name's.
        norm: of its gradient, before it was cut.
    """

    loss: float
    norm: float


def train(
    network: AssignmentRNN,
    entries: Sequence[corpus.Entry],
    optimiser: torch.optim.Optimizer,
    rng: np.random.Generator,
    clip: float = CLIP,
) -> Iterator[Step]:
    """Train for ever, one random name at a time.

    Args:
        network: put into training mode.
        entries: the names to draw from, each time anew.
        optimiser: of the network's parameters.
        rng: where chance comes from.
        clip: the gradient's norm is cut to this; infinity cuts nothing.

    Yields:
        Each name's loss and its gradient's norm, when its step is done.
    """
    network.train()
    while True:
        entry = entries[int(rng.integers(len(entries)))]
        loss = name_loss(network, entry.letters, entry.country)
        loss.backward()  # type: ignore[no-untyped-call] # PyTorch's own lack
        norm = nn.utils.clip_grad_norm_(network.parameters(), clip)
        optimiser.step()
        optimiser.zero_grad()
        yield Step(loss.item(), norm.item())


def start_training(seed: int, clip: float = CLIP) -> tuple[AssignmentRNN, Iterator[Step]]:
    """Make a fresh network, and its training on the training part of the data; see `train`."""
    torch.manual_seed(seed)
    network = AssignmentRNN(len(corpus.alphabet()), len(corpus.countries()))
    entries = corpus.select("train", corpus.entries())
    optimiser = torch.optim.Adam(network.parameters())
    return network, train(network, entries, optimiser, np.random.default_rng(seed), clip)


@torch.no_grad()
def generate(
    network: AssignmentRNN, country: str, rng: np.random.Generator, sharpness: float = 1.0
) -> str:
    """Let the network spell a name for a country, drawing letter by letter until it stops.

    Args:
        network: back in the mode it came in, training or evaluation, when this returns.
        country: the country's code.
        rng: where chance comes from.
        sharpness: the s in p^s / Σ p^s; 2 squares the probabilities, as the assignment asks.

    Returns:
        The name in lower case, cut off where no real name is longer.
    """
    training = network.training
    network.eval()
    alphabet = list(corpus.alphabet())
    told, letter, memory, name = country2hot(country), STOP, network.blank(), ""
    while len(name) < MAX_NAME_LENGTH:
        output, memory = network(told, letter2hot(letter), memory)
        powers = output[0].detach().numpy().astype(np.float64) ** sharpness
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
    parser.add_argument("--country", default="Netherlands", help="whose names to invent")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument(
        "--clip", type=float, default=CLIP, help="the gradient's norm; inf lets it explode"
    )
    parser.add_argument(
        "--weights", type=Path, metavar="FILE.npz", help="load these, and train on no names"
    )
    parser.add_argument("--count", type=int, default=30, help="how many names to invent")
    options = parser.parse_args(arguments)
    country = find(options.country)
    network, steps = start_training(options.seed, options.clip)
    if options.weights:
        network.load(Weights.load(options.weights))
    else:
        _train(steps, options.names)
    rng = np.random.default_rng(options.seed)
    for title, sharpness in (("", 1.0), (", probabilities squared", 2.0)):
        names = [generate(network, country.code, rng, sharpness) for _ in range(options.count)]
        print(f"\n{options.count} names for {country.name}{title}:")  # noqa: T201 - this script's answer
        print(", ".join(capitalise(name, country.code) for name in names))  # noqa: T201 - likewise


def _train(steps: Iterator[Step], names: int) -> None:
    """Train on so many names, behind a bar that shows the smoothed loss."""
    recent = next(steps).loss
    for _ in (progress := trange(names, unit=" names")):
        recent = 0.999 * recent + 0.001 * next(steps).loss
        progress.set_postfix_str(f"loss {recent:.3f}", refresh=False)


if __name__ == "__main__":
    main()
