"""The model for an event loop: worker threads and processes, concurrency limits, deadlines."""
