"""The commands of `python -m model`: a module each, listed in `COMMANDS`."""

from model.cli import blend, clip, countries, evaluate, names, origin, score, split, train

COMMANDS = (train, evaluate, names, blend, origin, score, clip, split, countries)
