"""The recurrent network: its formulas, its stored form, and the two implementations of it.

In the order to read them:

- `torch_rnn`: the network, in PyTorch, as it is trained.
- `numpy_rnn`: the same a letter at a time, in NumPy, as it is served; this needs no PyTorch.
- `ngrams`: which runs of letters have embeddings of their own.
- `weights`: the file of a trained network.

`tests/model/network/test_parity.py` compares the two for configurations drawn at random.
"""
