"""The bot in a browser page: no token, no account, and nothing leaves the machine.

SimCord simulates Discord and serves the page; the bot is the one that `python -m bot run` starts.
What is wrong in SimCord's files is patched as they are served, see `patches`.
"""
