"""How the bot is doing, for whoever runs it: `/healthz` and `/metrics` on a port of its own."""
