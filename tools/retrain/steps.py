"""The steps from the sources of names to the figures: commands, what each reads and writes.

A new step is one entry, after those that write what it reads. Code is no input, except where it is
data, as the sources of names are: a rename makes no other weights. What is in `build/` is no
output: a clone has none of it, and what needs it makes it again.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
NAMES, BEARERS, PINS = "data/finalNames.txt", "data/bearers.tsv", "data/sources.tsv"
SOURCES = [
    "model/domain/countries.tsv",
    *(
        f"data/{name}.py"
        for name in (
            *("build", "records", "bearers", "romanise"),
            *("readers", "japanese", "people", "pesel"),
        )
    ),
    *(f"data/{name}.tsv" for name in ("sources", "nationalities", "romanisation", "exclusions")),
    *sorted(str(path.relative_to(ROOT)) for path in ROOT.glob("data/extracts/*.tsv")),
]
SHIPPED, REVERSED, ASSIGNMENT, ORIGIN, KNOWN, RANKER, BLEND_RANKER, NOVELTY, USE = (
    f"model/weights/{name}.npz"
    for name in (
        *("shipped", "backwards", "seed", "origin", "known_names", "ranker", "blend_ranker"),
        *("novelty", "use"),
    )
)
ENDINGS = "model/weights/gender_endings.npz"
READERS = "model/weights/reader_ratings.trie"
GOOD = ["model/weights/new_name_ratings.trie", "model/weights/good_names.npz"]
BORNE, EXISTING = "model/weights/bearers.bin", "model/weights/attested.trie"
"""Names that exist, which `python -m data.attested.build` writes: no step, since it needs a
register that is in no package."""
ORIGINS = [SHIPPED, REVERSED, ORIGIN, KNOWN]
FITTED = [ASSIGNMENT, RANKER, BLEND_RANKER, READERS, NOVELTY, ENDINGS, USE]
ALL = [*ORIGINS, *FITTED, BORNE, EXISTING, *GOOD]
HELD_OUT = [f"data/ratings/{name}_held_out.tsv" for name in ("new_names", "impressions")]
RATINGS, BLEND_RATINGS, EXISTENCE, NEW_NAMES, NEW_BLENDS, IMPRESSIONS, ARCHETYPES, TRADITIONS = (
    f"data/{name}.tsv"
    for name in (
        *("ratings/names", "ratings/blends", "ratings/existence", "ratings/new_names"),
        *("ratings/new_blends", "ratings/impressions"),
        *("attested/archetypes", "attested/traditions"),
    )
)
CARD = "docs/model-card/README.md"


@dataclass(frozen=True, slots=True)
class Step:
    """A step.

    Attributes:
        name: to ask for it by.
        command: what it does, a line for the shell. `$SMALL` is empty, or `--small` in the tree of
            `tools.retrain.small`.
        inputs: files that it reads.
        outputs: files that it writes, or pages that it writes a block of.
        downloads: whether it needs packages from the network.
    """

    name: str
    command: str
    inputs: Sequence[str]
    outputs: Sequence[str] = ()
    downloads: bool = False


def _train(name: str, recipe: str, inputs: Sequence[str], output: str) -> Step:
    """Train in `build/`, where it goes on after a stop, and publish the whole."""
    train = f"python -m model train {recipe} ${{SMALL:+--passes 1}}"
    return Step(name, f"{train} && cp build/weights/{Path(output).name} {output}", inputs, [output])


def _fit(name: str, module: str, inputs: Sequence[str], outputs: Sequence[str]) -> Step:
    return Step(name, f"python -m model.training.{module}", inputs, outputs)


STEPS = (
    Step("names", "python -m data.build", SOURCES, [NAMES, BEARERS], downloads=True),
    Step(
        "blocked-words",
        "python -m data.blocklist",
        [NAMES, PINS, "data/blocklist.py", "data/blocked.tsv"],
        ["model/inference/blocked.txt"],
        downloads=True,
    ),
    Step(
        "everyday-words",
        "python -m data.everyday_words",
        [NAMES, PINS, "data/everyday_words.py", "model/selection/languages.tsv"],
        ["model/selection/everyday_words.trie"],
        downloads=True,
    ),
    Step("data-card", "python -m data.card", [NAMES, PINS], ["data/README.md"]),
    _train("student", "--recipe shipped", [NAMES, BEARERS], SHIPPED),
    _train("reversed", "--backwards", [NAMES, BEARERS], REVERSED),
    _train("assignment", "--recipe assignment", [NAMES], ASSIGNMENT),
    _fit("origin", "fit_origin", [NAMES, SHIPPED, REVERSED], [ORIGIN, KNOWN]),
    _fit(
        "ranker", "fit_ranker $SMALL", [RATINGS, NEW_NAMES, IMPRESSIONS, *ORIGINS], [RANKER, CARD]
    ),
    _fit(
        "blend-ranker",
        "fit_blend_ranker $SMALL",
        [RATINGS, NEW_NAMES, IMPRESSIONS, BLEND_RATINGS, NEW_BLENDS, *ORIGINS, RANKER],
        [BLEND_RANKER, CARD],
    ),
    _fit(
        "reader-ratings",
        "collect_ratings",
        [RATINGS, BLEND_RATINGS, *ORIGINS, RANKER, BLEND_RANKER],
        [READERS],
    ),
    _fit("novelty", "fit_novelty", [EXISTENCE, NEW_NAMES, *ORIGINS, RANKER], [NOVELTY]),
    _fit(
        "good-names",
        "collect_good_names",
        [
            *(NEW_NAMES, NEW_BLENDS, IMPRESSIONS, *ORIGINS),
            *(RANKER, BLEND_RANKER, NOVELTY, BORNE, EXISTING),
        ],
        GOOD,
    ),
    _fit("gender-endings", "collect_gender_endings", [NAMES], [ENDINGS]),
    _fit("use", "fit_use", [ARCHETYPES, TRADITIONS, BORNE, *ORIGINS], [USE]),
    Step(
        "checksums",
        "cd model/weights && (export LC_ALL=C; sha256sum *.bin *.npz *.trie > SHA256SUMS)",
        ALL,
        ["model/weights/SHA256SUMS"],
    ),
    Step(
        "card",
        "python -m model.reports figures origins blends $SMALL",
        [NAMES, *ORIGINS, ASSIGNMENT, EXISTING],
        [CARD, "docs/model-card/curve.png"],
    ),
    Step(
        "ablation",
        "python -m model.reports ablation $SMALL",
        [NAMES, BEARERS, RATINGS, NEW_NAMES, IMPRESSIONS, *ORIGINS],
        [CARD],
    ),
    Step(
        "held-out",
        "python -m model.reports held-out $SMALL",
        [RATINGS, NEW_NAMES, IMPRESSIONS, *HELD_OUT, *ORIGINS, RANKER],
        [CARD],
    ),
    Step(
        "peers",
        "python -m bench.peers.table --card ${SMALL:+--passes 1 --names 20}",
        [NAMES, *ORIGINS],
        [CARD],
    ),
    Step(
        "assignment-page",
        "python -m docs.answers ${SMALL:+--tables}",
        [NAMES, *ALL, CARD],
        ["docs/assignment.md"],
    ),
)
