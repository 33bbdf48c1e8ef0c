"""The trained network in NumPy: sampling new names and scoring names."""
