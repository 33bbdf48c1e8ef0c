"""First names as a language: the data, the networks that learn it, and inference with them.

Nothing here imports Discord, asyncio or a database. What serves (`domain`, `inference`, `origin`)
needs NumPy and RapidFuzz only; PyTorch is for `training` and `assignment`.
"""
