"""`make retrain`: from the sources of names to weights, cards and figures, whatever has changed.

In the order to read them:

- `steps`: the table of steps, and what each reads and writes.
- `sizes`: how much they do, in full and in small.
- `lock`: the hashes by which a step is known to be done, committed as `lock.json`.
- `tasks`: the steps as tasks of doit, which orders, skips and runs them.
- `networks`, `rankers`, `checksums`: steps that are not a command elsewhere.
- `comparison`: the figures before and after.
- `small`: a copy of the tree with few names, in which everything takes seconds.
"""
