"""Names, countries, requests and rankings; validation, errors and the data."""
