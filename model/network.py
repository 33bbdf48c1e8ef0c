"""The shipped network in PyTorch; `cell.Cell` steps the same weights in NumPy.

It keeps the seed's idea: letter and condition meet, a memory of zeros is changed after each letter
by adding something, and the next letter's probabilities come out. What is added is gated
(Cho et al. 2014, arXiv:1406.1078, eq. 5 to 8, with the reset before the product):

    x  = relu(told(letter))
    r, u = sigmoid(W [x, m]),  candidate = tanh(V [x, r * m]),  m <- m + u * (candidate - m)

Memories may be stacked, each reading told(x + m) of the one below. The logits are
P relu(told(O [x, m, ...])), so that the letter just read has a way past the memories.

Here told(y) = scale * y + shift, with a scale and a shift of its own at each place, both linear in
the condition (Perez et al. 2017, arXiv:1709.07871): a country does not only add to what is read but
says how much each part of it matters there.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, Self

import torch
from torch import Tensor, nn
from torch.nn import functional as F  # noqa: N812 - what all of PyTorch's users call it

from model import corpus
from model.weights import FloatArray, Weights


class GatedMemory(nn.Module):
    """One memory and the gates that change it."""

    def __init__(self, width: int, dropout: float) -> None:
        super().__init__()
        self.gates = nn.Linear(2 * width, 2 * width)
        self.candidate = nn.Linear(2 * width, width)
        self.dropout = nn.Dropout(dropout)

    def forward(self, signals: Tensor) -> Tensor:
        """Read signals (batch, time, width) and return the memory after each, of the same shape."""
        width = signals.shape[2]
        # What does not depend on the memory is computed for all letters at once.
        gates_seen = signals @ self.gates.weight[:, :width].T + self.gates.bias
        candidate_seen = signals @ self.candidate.weight[:, :width].T + self.candidate.bias
        # Of the type that they are multiplied in, so that this is not done at every letter.
        gates_kept = self.gates.weight[:, width:].T.to(gates_seen.dtype)
        candidate_kept = self.candidate.weight[:, width:].T.to(gates_seen.dtype)
        memory = signals.new_zeros(signals.shape[0], width)
        memories = []
        for gates_in, candidate_in in zip(
            gates_seen.unbind(1), candidate_seen.unbind(1), strict=True
        ):
            reset, update = torch.sigmoid(gates_in + memory @ gates_kept).chunk(2, dim=1)
            candidate = torch.tanh(candidate_in + (reset * memory) @ candidate_kept)
            # Dropping parts of the addition, not of the memory, lets what is remembered survive
            # (Semeniuta et al. 2016, arXiv:1603.05118).
            memory = memory + self.dropout(update * (candidate - memory))
            memories.append(memory)
        return torch.stack(memories, dim=1)


class Network(nn.Module):
    """Predicts the next letter of a name under a condition."""

    def __init__(
        self, letters: int, countries: int, *, width: int, depth: int, dropout: float
    ) -> None:
        super().__init__()
        self.letter = nn.Embedding(letters, width)
        self.condition = nn.Linear(countries + 2, (depth + 1) * 2 * width)
        self.told = depth + 1, 2, width
        self.layers = nn.ModuleList(GatedMemory(width, dropout / 2) for _ in range(depth))
        self.output = nn.Linear((depth + 1) * width, width)
        self.logits = nn.Linear(width, letters)
        self.dropout = nn.Dropout(dropout)
        # At first no country scales anything.
        with torch.no_grad():
            self.condition.weight.view(*self.told, -1)[:, 0] = 0
            self.condition.bias.view(*self.told)[:, 0] = 1

    def forward(self, letters: Tensor, condition: Tensor) -> Tensor:
        """Return the logits after each letter.

        Args:
            letters: numbers of the letters read, the stop symbol first (batch, time).
            condition: weights of the countries, then of female and male (batch, countries + 2).

        Returns:
            Logits of the letter that follows each (batch, time, letters).
        """
        first, *between, last = self.condition(condition).unflatten(1, self.told).unbind(1)
        read = self.dropout(torch.relu(_tell(first, self.letter(letters))))
        seen = [read, self.dropout(self.layers[0](read))]
        for told, layer in zip(between, self.layers[1:], strict=True):
            seen.append(self.dropout(layer(_tell(told, read + seen[-1]))))
        hidden = torch.relu(_tell(last, self.output(torch.cat(seen, dim=2))))
        logits: Tensor = self.logits(self.dropout(hidden))
        return logits

    @classmethod
    def from_weights(cls, weights: Weights) -> Self:
        """Build the network that holds stored weights, in evaluation mode."""
        arrays = weights.arrays
        width = arrays["letter.weight"].shape[1]
        depth = arrays["output.weight"].shape[1] // width - 1
        network = cls(
            len(weights.alphabet), len(weights.countries), width=width, depth=depth, dropout=0
        )
        network.load_state_dict({name: torch.from_numpy(array) for name, array in arrays.items()})
        return network.eval()

    def arrays(self) -> dict[str, FloatArray]:
        """Copy the parameters out, by name, for `Weights`."""
        return {
            name: parameter.detach().cpu().numpy().copy()
            for name, parameter in self.state_dict().items()
        }


def _tell(told: Tensor, signals: Tensor) -> Tensor:
    """Scale and shift signals (batch, time, width) by what is told (batch, 2, width)."""
    scale, shift = told[:, :, None].unbind(1)
    return signals * scale + shift


@dataclass(frozen=True, slots=True)
class Encoded:
    """Names as tensors, sorted by length.

    Attributes:
        letters: numbers, the stop symbol before and behind and as padding (names, longest + 2).
        lengths: letters of each name plus one, for the stop (names).
        countries: numbers (names).
        genders: weights of female and male (names, 2).
    """

    letters: Tensor
    lengths: Tensor
    countries: Tensor
    genders: Tensor

    @classmethod
    def of(cls, entries: Sequence[corpus.Entry]) -> "Encoded":
        """Encode entries of the data."""
        entries = sorted(entries, key=lambda entry: len(entry.letters))
        alphabet = {letter: number for number, letter in enumerate(corpus.alphabet())}
        country = {code: number for number, code in enumerate(corpus.countries())}
        letters = torch.zeros(len(entries), len(entries[-1].letters) + 2, dtype=torch.long)
        for row, entry in zip(letters, entries, strict=True):
            numbers = [alphabet[letter] for letter in entry.letters]
            row[1 : len(numbers) + 1] = torch.tensor(numbers)
        weights = {"F": (1.0, 0.0), "M": (0.0, 1.0), "U": (0.5, 0.5)}
        return cls(
            letters,
            torch.tensor([len(entry.letters) + 1 for entry in entries]),
            torch.tensor([country[entry.country] for entry in entries]),
            torch.tensor([weights[entry.gender] for entry in entries]),
        )

    def batch(self, rows: Tensor) -> tuple[Tensor, Tensor, Tensor, Tensor]:
        """Pick rows: letters cut to the longest, lengths, countries one-hot, genders."""
        lengths = self.lengths[rows]
        letters = self.letters[rows, : int(lengths.max()) + 1]
        hot = F.one_hot(self.countries[rows], len(corpus.countries())).float()
        return letters, lengths, hot, self.genders[rows]


def cross_entropy(logits: Tensor, true: Tensor) -> Tensor:
    """Return −log of each true letter's probability, in nats: (places, letters), (places)."""
    return F.cross_entropy(logits, true, reduction="none")


def binary_cross_entropy(logits: Tensor, true: Tensor) -> Tensor:
    """Return the assignment's loss of each place: (places, letters), (places).

    It is `F.binary_cross_entropy` of the softmax against the one-hot true letter, which asks of
    every letter whether it is the one, and averages over the alphabet. But that function takes no
    logarithm below −100, and a probability that was rounded to 1 gives it no gradient.
    """
    log = torch.log_softmax(logits, dim=1)
    # One minus the likeliest letter's probability is the sum of the others', exactly.
    top = log.argmax(dim=1, keepdim=True)
    others = log.scatter(1, top, -torch.inf)
    log_not = torch.log1p(-others.exp()).scatter(1, top, others.logsumexp(dim=1, keepdim=True))
    place = true[:, None]
    return -log_not.scatter(1, place, log.gather(1, place)).mean(dim=1)


Loss = Literal["cross-entropy", "binary-cross-entropy"]
LOSSES: Mapping[Loss, Callable[[Tensor, Tensor], Tensor]] = {
    "cross-entropy": cross_entropy,
    "binary-cross-entropy": binary_cross_entropy,
}
"""What each letter's logits can be held to."""


def loss_by_name(
    network: nn.Module,
    letters: Tensor,
    lengths: Tensor,
    condition: Tensor,
    loss: Loss,
) -> Tensor:
    """Sum a loss over each name of a batch, the stop included (names)."""
    logits = network(letters[:, :-1], condition).float()
    each = LOSSES[loss](logits.flatten(0, 1), letters[:, 1:].flatten())
    each = each.view(letters.shape[0], -1)
    inside = torch.arange(each.shape[1]) < lengths[:, None]
    return (each * inside).sum(dim=1)


def nats_by_name(network: nn.Module, letters: Tensor, lengths: Tensor, condition: Tensor) -> Tensor:
    """Return −log P(name, stop | condition) of each name of a batch, in nats (names)."""
    return loss_by_name(network, letters, lengths, condition, "cross-entropy")


@torch.no_grad()
def score(network: nn.Module, names: Encoded) -> float:
    """Return the mean nats a name, gender unknown, in evaluation mode and back."""
    training = network.training
    network.eval()
    total = 0.0
    for rows in torch.split(torch.arange(len(names.lengths)), 512):
        letters, lengths, countries, genders = names.batch(rows)
        condition = torch.cat([countries, torch.full_like(genders, 0.5)], dim=1)
        total += float(nats_by_name(network, letters, lengths, condition).sum())
    network.train(training)
    return total / len(names.lengths)
