"""`/clipdemo`: what gradient clipping is for, on a root that explodes without it."""

from functools import partial
from io import BytesIO

from discord import File, app_commands
from discord.app_commands import Range

from bot.cards.clip import PLOT_FILENAME, ClipCard, alt_text, plot_labels
from bot.cards.clip_numbers import ClipNumbersCard
from bot.i18n.discord_locale import translator_for_channel, translator_for_user
from bot.i18n.translator import Translator
from bot.interactions.client import NomenInteraction
from bot.interactions.custom_ids import OutdatedComponentError
from bot.interactions.persistent_button import PersistentButton
from model.assignment.gradient_clip import (
    MAX_EPOCHS,
    MAX_NUMBER,
    MAX_THRESHOLD,
    Demonstration,
    check,
)

_DEFAULT_NUMBER, _DEFAULT_EPOCHS = 312, 50
_MIN_THRESHOLD = 0.01


@app_commands.command()
@app_commands.describe(
    number=f"The number to take the square root of, 0 to {MAX_NUMBER:,} "
    f"({_DEFAULT_NUMBER} if you leave it out)",
    threshold="Clip gradients at plus or minus this (the best threshold if you leave it out)",
    epochs=f"How many epochs (steps) to take, 1 to {MAX_EPOCHS:,} "
    f"({_DEFAULT_EPOCHS} if you leave it out)",
)
async def clipdemo(
    interaction: NomenInteraction,
    number: Range[float, 0, MAX_NUMBER] = _DEFAULT_NUMBER,
    threshold: Range[float, _MIN_THRESHOLD, MAX_THRESHOLD] | None = None,
    epochs: Range[int, 1, MAX_EPOCHS] = _DEFAULT_EPOCHS,
) -> None:
    """A bit of the maths behind me: watch gradient descent explode, and clipping tame it."""
    clip_service = interaction.client.clip_service
    check(number, epochs, threshold)
    clip_service.check_capacity()
    # Deferring makes the answer public, so errors for the member alone are raised before.
    await interaction.response.defer(thinking=True)
    _ = translator_for_channel(interaction)
    demo, plot = await clip_service.demonstrate(number, epochs, threshold, partial(plot_labels, _))
    file = File(BytesIO(plot), PLOT_FILENAME, description=alt_text(_, demo))
    card = ClipCard(_, demo, [NumbersButton.for_demonstration(_, demo)])
    await interaction.edit_original_response(view=card, attachments=[file])


class NumbersButton(PersistentButton, kind="numbers"):
    """Shows the figures of a demonstration; its payload is the number, epochs and threshold."""

    @classmethod
    def for_demonstration(cls, _: Translator, demo: Demonstration) -> "NumbersButton":
        """Create a button for a demonstration."""
        payload = f"{demo.number!r}_{demo.epochs}_{demo.threshold!r}"
        return cls.create(payload, label=_("Show the numbers"), emoji="🔢")

    async def press(self, interaction: NomenInteraction, payload: str) -> None:
        """Compute them again, and send them to the member alone."""
        number, epochs, threshold = _decode(payload)
        clip_service = interaction.client.clip_service
        clip_service.check_capacity()
        await interaction.response.defer(ephemeral=True, thinking=True)
        demo = await clip_service.compute(number, epochs, threshold)
        card = ClipNumbersCard(translator_for_user(interaction), demo)
        await interaction.edit_original_response(view=card)


def _decode(payload: str) -> tuple[float, int, float]:
    try:
        number, epochs, threshold = payload.split("_")
        decoded = float(number), int(epochs), float(threshold)
        check(*decoded)
    except ValueError as error:  # an `InputError`, too
        raise OutdatedComponentError from error
    return decoded
