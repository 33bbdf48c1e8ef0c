"""The commands of `python -m model`, a file each: its options, and what it prints line by line.

A new command is a file here and a line in `COMMANDS`.
"""

from model.cli import bench, blend, clip, evaluate, listing, names, origin, score, split, train

COMMANDS = (train, evaluate, names, blend, origin, score, clip, bench, split, listing)
