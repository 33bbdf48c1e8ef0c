"""What a name, a country and a request are; validation, errors and the data."""
