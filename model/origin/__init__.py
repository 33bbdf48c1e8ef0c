"""Which countries a name sounds from: three classifiers, calibrated together, in NumPy."""
