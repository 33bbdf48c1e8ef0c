"""Async faces of the model: concurrency limits, a worker thread, deadlines."""
