import os

# Threads of NumPy's linear algebra help no matrix as small as these, and where the cores are busy
# they wait for each other: a name then takes ten times as long. `python -m bot` sets it too.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
