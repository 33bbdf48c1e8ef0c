"""The connections to Discord's gateway: what is kept of what it says, shards and sessions."""
