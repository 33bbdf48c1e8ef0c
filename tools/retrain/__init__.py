"""`make retrain`: from the sources of names to weights, cards and figures, whatever has changed.

- `steps`: the table of steps: commands, what each reads and writes.
- `tasks`: the steps as doit's tasks, and doit's record of them, committed as `lock.json`.
- `small`: a copy of the tree with few names, in which everything takes a minute.
"""
