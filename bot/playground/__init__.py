"""The bot in a browser page: no token, no account, and nothing leaves the machine.

SimCord simulates Discord and draws its messages; the page around them, in `page/`, is the project's
own. The bot is the one that `python -m bot run` starts.
"""
