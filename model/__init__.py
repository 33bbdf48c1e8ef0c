"""First names as a language: the data, the networks that learn it and the one that serves.

Nothing here knows of Discord, of asyncio or of a database. What serves (`namer` and what it
imports) needs NumPy and RapidFuzz only; PyTorch is for `rnn`, `recipes` and what these need.
"""
