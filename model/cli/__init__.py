"""The commands of `python -m model`: a module each, with its help in `COMMANDS`."""

from model.cli import (
    blend,
    check,
    clip,
    countries,
    evaluate,
    mix,
    names,
    origin,
    score,
    split,
    train,
)

COMMANDS = {
    "train": (train, "train a network from data/finalNames.txt"),
    "evaluate": (evaluate, "evaluate the network on held-out names"),
    "names": (names, "generate names: names Netherlands --count 10"),
    "blend": (blend, "generate names of several countries: blend NL PL"),
    "mix": (mix, "make names of two names: mix Anna Peter"),
    "origin": (origin, "rank countries for names: origin Marieke"),
    "check": (check, "say what is known of names: check Saoirse"),
    "score": (
        score,
        "−log P(name, stop | country) of lines `name<TAB>country` read from standard input",
    ),
    "clip": (clip, "find a square root by clipped descent: clip 312"),
    "split": (split, "print the lines of one split of the data"),
    "countries": (countries, "list the countries"),
}
