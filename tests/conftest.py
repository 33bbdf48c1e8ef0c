"""What holds for all tests."""

from hypothesis import settings

# How long an example takes is the machine's affair, not the test's.
settings.register_profile("nomen", deadline=None)
settings.load_profile("nomen")
