"""Health checks and metrics for the host: `/livez`, `/readyz` and `/metrics` on a separate port."""
