"""Where a name sounds from: four features, calibrated together, in NumPy."""
