from itertools import islice

import numpy as np
import pytest
import torch
from torch.nn import functional as F  # noqa: N812 - what all of PyTorch's users call it

from model.assignment import rnn
from model.domain import corpus
from model.domain.spelling import STOP

ALPHABET, COUNTRIES = corpus.alphabet(), corpus.country_codes()
DUTCH = rnn.country2hot("NL")


@pytest.fixture
def network() -> rnn.AssignmentRNN:
    torch.manual_seed(1)
    return rnn.AssignmentRNN(len(ALPHABET), len(COUNTRIES))


def test_letters_and_countries_are_one_hot() -> None:
    assert torch.equal(rnn.name2tensor(ALPHABET)[:, 0], torch.eye(len(ALPHABET)))
    assert torch.equal(torch.cat([*map(rnn.country2hot, COUNTRIES)]), torch.eye(len(COUNTRIES)))


@pytest.mark.parametrize("letter", ["7", "字", "A", "", "an"])
def test_unknown_letters_are_refused(letter: str) -> None:
    with pytest.raises(ValueError, match=r"not found|no letters|ambiguous"):
        rnn.letter2hot(letter) if letter else rnn.name2tensor(letter)


def test_the_network_returns_probabilities_and_a_memory(network: rnn.AssignmentRNN) -> None:
    prediction, memory = network(DUTCH, rnn.letter2hot(STOP), network.initial_memory())
    assert prediction.shape == (1, len(ALPHABET))
    assert prediction.sum().item() == pytest.approx(1, abs=1e-5)
    assert memory.shape == (1, 128)


def test_the_second_head_is_added_to_the_memory(network: rnn.AssignmentRNN) -> None:
    network.eval()
    zeros = network.initial_memory()
    with torch.no_grad():
        network.addition.weight.zero_()
        network.addition.bias.fill_(0.25)
        _, memory = network(DUTCH, rnn.letter2hot("a"), zeros)
        _, memory = network(DUTCH, rnn.letter2hot("b"), memory)
    assert torch.equal(memory, zeros + 0.5)


def test_a_names_loss_is_summed_over_its_letters_and_the_stop(network: rnn.AssignmentRNN) -> None:
    """The loss is the binary cross-entropy, the nats are those of the product."""
    network.eval()
    first, memory = network(DUTCH, rnn.letter2hot(STOP), network.initial_memory())
    second, _ = network(DUTCH, rnn.letter2hot("o"), memory)
    of_letter = F.binary_cross_entropy(first, rnn.letter2hot("o"))
    of_stop = F.binary_cross_entropy(second, rnn.letter2hot(STOP))
    assert rnn.name_loss(network, "o", "NL").item() == pytest.approx((of_letter + of_stop).item())
    product = first[0, ALPHABET.index("o")] * second[0, 0]
    assert rnn.name_nll(network, "o", "NL") == pytest.approx(-product.log().item(), rel=1e-5)


@pytest.mark.parametrize("clip", [0.01, float("inf")])
def test_a_steps_grad_norm_is_that_before_clipping(network: rnn.AssignmentRNN, clip: float) -> None:
    sample = [entry for entry in corpus.entries() if entry.country == "NL"][:1]
    # Dropout drops the same neurons both times.
    torch.manual_seed(2)
    loss = rnn.name_loss(network, sample[0].letters, "NL")
    gradients = torch.autograd.grad(loss, list(network.parameters()))
    torch.manual_seed(2)
    optimiser = torch.optim.Adam(network.parameters())
    step = next(rnn.train(network, sample, optimiser, np.random.default_rng(1), clip))
    assert step.loss == pytest.approx(loss.item())
    expected = sum(float(gradient.square().sum()) for gradient in gradients) ** 0.5
    assert step.grad_norm == pytest.approx(expected, rel=1e-5)


@pytest.mark.parametrize("clip", [0.02, 0.2])
def test_no_step_is_longer_than_clip_times_rate(network: rnn.AssignmentRNN, clip: float) -> None:
    sample = [entry for entry in corpus.entries() if entry.country == "NL"][:50]
    # Plain gradient descent steps by the gradient itself; Adam rescales it.
    optimiser = torch.optim.SGD(network.parameters(), lr=1.0)
    steps = rnn.train(network, sample, optimiser, np.random.default_rng(1), clip)
    before = torch.nn.utils.parameters_to_vector(network.parameters()).detach()
    for step in islice(steps, 20):
        after = torch.nn.utils.parameters_to_vector(network.parameters()).detach()
        length = float((after - before).norm())
        assert length == pytest.approx(min(step.grad_norm, clip), rel=1e-3)
        before = after


@pytest.mark.parametrize("inverse_temperature", [1.0, 2.0])
def test_generated_names_stop(network: rnn.AssignmentRNN, inverse_temperature: float) -> None:
    rng = np.random.default_rng(1)
    names = [rnn.generate(network, "NL", rng, inverse_temperature) for _ in range(20)]
    assert all(STOP not in name and len(name) <= 24 for name in names)
    assert set("".join(names)) <= set(ALPHABET)


def test_the_script_trains_and_prints_names(capsys: pytest.CaptureFixture[str]) -> None:
    rnn.main(["--names", "20", "--country", "Poland"])
    printed = capsys.readouterr().out
    assert "30 names for Poland:" in printed
    assert "30 names for Poland, probabilities squared:" in printed
