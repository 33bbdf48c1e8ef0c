"""Health checks and metrics for the host: `/healthz` and `/metrics` on a separate port."""
