"""How much the steps do: what is shipped, and in small."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial

from docs import answers
from model.network.torch_rnn import RNNConfig
from model.training import fit_blend_ranker, fit_ranker
from model.training.recipes import REVERSED_CONFIG, STUDENT_CONFIG, TEACHER_CONFIGS
from model.training.train import TrainingConfig
from model.training.transformer import TransformerConfig
from tests.bench.peers import recipe as peer_recipe
from tests.bench.peers import table as peer_table


@dataclass(frozen=True, slots=True)
class Size:
    """How much each step does.

    Attributes:
        teachers: the networks that the shipped one is distilled from.
        student: the shipped network.
        reversed: the network that reads names from behind.
        ranker: how long the ranker of names learns.
        blend_ranker: how long that of blends does.
        assignment_epochs: of the assignment's network, at most; None for its own.
        peer_epochs: of each peer.
        peer_samples: names of each country that the peers are compared on.
        report: how reports are computed, as an option of their command.
        answer: what regenerates the assignment's page.
    """

    teachers: Sequence[TrainingConfig]
    student: TrainingConfig
    reversed: TrainingConfig
    ranker: fit_ranker.NameFitConfig
    blend_ranker: fit_blend_ranker.BlendFitConfig
    assignment_epochs: int | None
    peer_epochs: int
    peer_samples: int
    report: Sequence[str]
    answer: Callable[[], None]


FULL = Size(
    teachers=TEACHER_CONFIGS,
    student=STUDENT_CONFIG,
    reversed=REVERSED_CONFIG,
    ranker=fit_ranker.NameFitConfig(),
    blend_ranker=fit_blend_ranker.BlendFitConfig(),
    assignment_epochs=None,
    peer_epochs=peer_recipe.EPOCHS,
    peer_samples=peer_table.SAMPLES,
    report=(),
    answer=answers.main,
)
"""What is shipped."""

_SMALL_CONFIG = TrainingConfig(RNNConfig(memory=8, embedding_dim=8, hidden=8, experts=2), epochs=1)
_SMALL_TRANSFORMER = TransformerConfig(layers=1, width=8, heads=2)
SMALL = Size(
    teachers=(_SMALL_CONFIG, replace(_SMALL_CONFIG, network=_SMALL_TRANSFORMER)),
    student=_SMALL_CONFIG,
    reversed=replace(_SMALL_CONFIG, reverse_names=True),
    ranker=fit_ranker.NameFitConfig(judges=1, judge_epochs=1, drafts=210, fresh=70, epochs=1),
    blend_ranker=fit_blend_ranker.BlendFitConfig(
        judges=1, name_epochs=1, blend_epochs=1, pairs=3, drafts=70, epochs=1
    ),
    assignment_epochs=1,
    peer_epochs=1,
    peer_samples=20,
    report=("--small",),
    # The names that the page chooses by hand are not sampled here.
    answer=partial(answers.regenerate, commands=False),
)
"""For the tree of `small`: seconds, and no figures worth reading."""
