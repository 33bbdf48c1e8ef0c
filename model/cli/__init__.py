"""The commands of `python -m model`, a file each: its options, and what it prints line by line.

A new command is a file here and a line in `COMMANDS`.
"""

from model.cli import blend, clip, countries, evaluate, names, origin, score, split, train

COMMANDS = (train, evaluate, names, blend, origin, score, clip, split, countries)
