"""A button that gives the names of a card as text, to copy them."""

from bot.commands.star_button import star_payloads
from bot.interactions import custom_ids
from bot.interactions.client import NomenInteraction
from bot.interactions.error_handler import reply_ephemeral
from bot.interactions.persistent_button import PersistentButton


class CopyButton(PersistentButton, kind="copy"):
    """Sends the names of its message, a line each."""

    async def press(self, interaction: NomenInteraction, _payload: str) -> None:
        """Send them to the member alone; the star buttons beside them say which they are."""
        names = [custom_ids.parse_name(payload) for payload in star_payloads(interaction.message)]
        # No card: the apps copy the text of plain messages only.
        await reply_ephemeral(interaction, "\n".join(["```", *names, "```"]))
