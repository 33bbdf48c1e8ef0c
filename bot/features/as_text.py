"""The button that gives the names of a card as text to copy."""

from bot.features.stars import stars_on
from bot.i18n.discord_locale import translator_for_user
from bot.i18n.translator import Translator
from bot.interactions.client import NomenInteraction
from bot.interactions.codec import Nothing
from bot.interactions.errors import reply_ephemeral
from bot.interactions.items import Button
from bot.interactions.rate_limit import Bucket


class AsTextButton(Button[Nothing], kind="text", bucket=Bucket.BUTTON):
    """Sends the names of its message, a line each."""

    @classmethod
    def labelled(cls, _: Translator) -> "AsTextButton":
        """Create the button."""
        return cls.create(Nothing(), label=_("As text"))

    async def press(self, interaction: NomenInteraction, _payload: Nothing) -> None:
        """Send them to the member alone; the star buttons beside them say which they are."""
        names = [star.name.replace("`", "'") for star in stars_on(interaction.message)]
        text = "\n".join(names) or translator_for_user(interaction)("There are no names here.")
        # No card: the apps copy the text of plain messages only.
        await reply_ephemeral(interaction, f"```\n{text}\n```")
