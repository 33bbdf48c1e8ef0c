"""The steps from the sources of names to the figures: what each runs, reads and writes.

A new step is one entry of `steps`, after those that write what it reads; if it has a size, a field
of `Size`, too. Resources are files relative to the root, or `page.md#block` for a generated block
of a page. Code is no resource, except where it is data, as the rules of the sources are: a rename
makes no other weights. Sizes of networks and the like are settings, and count.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from data import blocklist, build, card, everyday_words
from data.sources import HERE
from model.domain.countries import countries
from model.reports.__main__ import main as report
from model.training import collect_ratings, fit_novelty, fit_origin, fit_use
from tests.bench.peers.networks import PEER_KINDS, PeerKind
from tools.retrain import checksums, networks, rankers
from tools.retrain.sizes import Size

NAMES, BEARERS = "data/finalNames.txt", "data/bearers.tsv"
CARD = "docs/model-card/README.md"
SHIPPED, REVERSED, ASSIGNMENT = (
    f"model/weights/{name}.npz" for name in ("shipped", "backwards", "seed")
)
ORIGIN, KNOWN = (f"model/weights/{name}.npz" for name in ("origin", "known_names"))
CHOICE = RANKER, BLEND_RANKER, READER_RATINGS, NOVELTY = tuple(
    f"model/weights/{name}.npz" for name in ("ranker", "blend_ranker", "reader_ratings", "novelty")
)
"""What names are chosen by."""
BORNE, EXISTING = "model/weights/bearers.bin", "model/weights/attested.npz"
"""Names that exist, which `python -m data.attested.build` writes: no step, since it needs a
register that is in no package."""
USE = "model/weights/use.npz"
ARCHETYPES = [f"data/attested/{name}.tsv" for name in ("archetypes", "traditions")]
NAME_RATINGS, BLEND_RATINGS, EXISTENCE, NEW_NAMES = (
    f"data/ratings/{name}.tsv" for name in ("names", "blends", "existence", "new_names")
)
EVERYDAY_WORDS = "model/selection/everyday_words.npz"
LANGUAGES = "model/selection/languages.tsv"


@dataclass(frozen=True, slots=True)
class Step:
    """A step.

    Attributes:
        name: to ask for it by.
        run: what it does, in a process of its own.
        inputs: what it reads, with what earlier steps wrote.
        outputs: what it writes. Files in `build/` are none: a clone has none of them, and what
            needs them makes them again.
        after: steps that it also follows, since both write to `build/`.
        settings: what else its result depends on; by default, the arguments of `run`.
        downloads: whether it needs packages from the network.
    """

    name: str
    run: Callable[[], object]
    inputs: Sequence[str]
    outputs: Sequence[str] = ()
    after: Sequence[str] = ()
    settings: str | None = None
    downloads: bool = False

    @property
    def fingerprint(self) -> str:
        """Its settings as a text."""
        if self.settings is not None:
            return self.settings
        return repr((self.run.args, self.run.keywords)) if isinstance(self.run, partial) else ""


def steps(size: Size) -> Sequence[Step]:
    """Return all steps, each after those whose outputs it reads."""
    listed = [NAMES, BEARERS]
    return (
        *_data_steps(),
        Step(
            "clipping norms",
            partial(report, ["norms", *size.report]),
            [NAMES],
            [f"{CARD}#norms", "docs/model-card/clip_norms.png"],
        ),
        *(
            Step(_teacher(number), partial(networks.teacher, number, config), listed)
            for number, config in enumerate(size.teachers, start=1)
        ),
        Step(
            "student",
            partial(networks.student, size.student, size.teachers),
            listed,
            [SHIPPED],
            after=[_teacher(number) for number, _ in enumerate(size.teachers, start=1)],
        ),
        Step("reversed", partial(networks.reversed_network, size.reversed), listed, [REVERSED]),
        Step(
            "assignment",
            partial(networks.assignment, size.assignment_epochs),
            [NAMES],
            [ASSIGNMENT],
        ),
        *(
            Step(_peer(kind), partial(networks.peer, kind, size.peer_epochs), [NAMES])
            for kind in PEER_KINDS
        ),
        Step("origin", fit_origin.main, [NAMES, SHIPPED, REVERSED], [ORIGIN, KNOWN]),
        Step(
            "ranker",
            partial(rankers.ranker, size.ranker),
            [NAME_RATINGS, SHIPPED, REVERSED, ORIGIN, KNOWN],
            [RANKER, f"{CARD}#ranker"],
        ),
        Step(
            "blend ranker",
            partial(rankers.blend_ranker, size.blend_ranker),
            [NAME_RATINGS, BLEND_RATINGS, SHIPPED, REVERSED, ORIGIN, KNOWN, RANKER],
            [BLEND_RANKER, f"{CARD}#blend ranker"],
        ),
        Step(
            "reader ratings",
            collect_ratings.main,
            [NAME_RATINGS, BLEND_RATINGS, SHIPPED, ORIGIN, KNOWN, RANKER, BLEND_RANKER],
            [READER_RATINGS],
        ),
        Step(
            "novelty",
            fit_novelty.main,
            [EXISTENCE, NEW_NAMES, SHIPPED, ORIGIN, KNOWN, RANKER],
            [NOVELTY],
        ),
        Step("use", fit_use.main, [*ARCHETYPES, BORNE, SHIPPED, REVERSED, ORIGIN, KNOWN], [USE]),
        Step(
            "checksums",
            checksums.write,
            [SHIPPED, REVERSED, ASSIGNMENT, ORIGIN, KNOWN, BORNE, EXISTING, USE, *CHOICE],
            ["model/weights/SHA256SUMS"],
        ),
        *_reports(size),
    )


def _teacher(number: int) -> str:
    return f"teacher {number}"


def _peer(kind: PeerKind) -> str:
    return f"peer {kind}"


def _data_steps() -> Sequence[Step]:
    """Return the steps that read the sources; a rule of a source is data, too."""
    tables = "sources nationalities romanisation exclusions"
    modules = "build records bearers romanise readers japanese people pesel"
    rules = [
        *(f"data/{module}.py" for module in modules.split()),
        *(f"data/{table}.tsv" for table in tables.split()),
        *sorted(f"data/extracts/{path.name}" for path in (HERE / "extracts").glob("*.tsv")),
    ]
    blocks = [f"data/README.md#{part}" for part in card.PARTS]
    return (
        Step(
            "names",
            partial(build.main, []),
            rules,
            [NAMES, BEARERS],
            settings=" ".join(countries()),
            downloads=True,
        ),
        Step(
            "blocked words",
            partial(blocklist.main, []),
            [NAMES, "data/blocklist.py", "data/sources.tsv", "data/blocked.tsv"],
            ["model/inference/blocked.txt"],
            downloads=True,
        ),
        Step(
            "everyday words",
            partial(everyday_words.main, []),
            [NAMES, "data/everyday_words.py", "data/sources.tsv", LANGUAGES],
            [EVERYDAY_WORDS],
            downloads=True,
        ),
        Step(
            "data card",
            partial(card.main, []),
            [NAMES, "data/card.py", "data/sources.tsv", "data/exclusions.tsv"],
            blocks,
        ),
    )


def _reports(size: Size) -> Sequence[Step]:
    """Return the steps that measure, and write into the cards."""
    serving = [NAMES, SHIPPED, REVERSED, ORIGIN, KNOWN]
    quoted = [f"{CARD}#{block}" for block in ("norms", "figures", "origins", "blends", "sharpness")]
    return (
        Step(
            "figures",
            partial(report, ["figures", *size.report]),
            [NAMES, SHIPPED, REVERSED, EXISTING, ASSIGNMENT],
            [f"{CARD}#figures", "docs/model-card/curve.png"],
        ),
        Step(
            "origins",
            partial(report, ["origins", *size.report]),
            serving,
            [f"{CARD}#origins"],
        ),
        Step(
            "blends",
            partial(report, ["blends", *size.report]),
            [*serving, EXISTING],
            [f"{CARD}#blends"],
        ),
        Step(
            "sharpness",
            partial(report, ["sharpness", *size.report]),
            [NAMES, SHIPPED, KNOWN, EXISTING],
            [f"{CARD}#sharpness", "docs/model-card/sharpness.png"],
        ),
        Step(
            "peer table",
            partial(networks.peer_table, size.peer_samples, size.peer_epochs),
            serving,
            [f"{CARD}#peers"],
            after=[_peer(kind) for kind in PEER_KINDS],
        ),
        Step(
            "assignment page",
            size.answer,
            ["docs/answers.py", ASSIGNMENT, EXISTING, BORNE, USE, *CHOICE, *serving, *quoted],
        ),
    )
