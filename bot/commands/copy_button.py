"""A button that gives the names of a card as text, to copy them, and the card's seed."""

from bot.commands.star_button import star_payloads
from bot.i18n.discord_locale import translator_for_user
from bot.i18n.translator import Translator
from bot.interactions import custom_ids
from bot.interactions.client import NomenInteraction
from bot.interactions.custom_ids import OutdatedComponentError
from bot.interactions.error_handler import reply_ephemeral
from bot.interactions.persistent_button import PersistentButton


class CopyButton(PersistentButton, kind="copy"):
    """Sends the names of its message, a line each; its payload is the card's seed, if it has one.

    Older messages have the seed in their text instead.
    """

    @classmethod
    def for_seed(cls, _: Translator, seed: int) -> "CopyButton":
        """Create the button of a card with a seed."""
        return cls.create(f"{seed}", label=_("Copy"))

    @classmethod
    def without_seed(cls, _: Translator) -> "CopyButton":
        """Create the button of a card that no seed gives again."""
        return cls.create(label=_("Copy"))

    async def press(self, interaction: NomenInteraction, payload: str) -> None:
        """Send them to the member alone; the star buttons beside them say which they are."""
        if payload and not payload.isdecimal():
            raise OutdatedComponentError
        names = [custom_ids.parse_name(each) for each in star_payloads(interaction.message)]
        lines = ["```", *names, "```"]
        if payload:
            _ = translator_for_user(interaction)
            text = _(
                "Seed {seed}: use it with the same options to get these names again.", seed=payload
            )
            lines.append(f"-# {text}")
        # No card: the apps copy the text of plain messages only.
        await reply_ephemeral(interaction, "\n".join(lines))
