"""Draws Nomen's face for Discord's portal, the pages and the playground."""
