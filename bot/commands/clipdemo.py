"""`/clipdemo`: what gradient clipping is for, on a root that explodes without it."""

from io import BytesIO

from discord import File, app_commands
from discord.app_commands import Range

from bot.cards.clip import PLOT_FILENAME, ClipCard, alt_text
from bot.i18n.discord_locale import translator_for_channel
from bot.interactions.client import NomenInteraction
from model.assignment.gradient_clip import MAX_EPOCHS, MAX_NUMBER, MAX_THRESHOLD, check

_DEFAULT_NUMBER, _DEFAULT_EPOCHS = 312, 50
_MIN_THRESHOLD = 0.01


@app_commands.command()
@app_commands.describe(
    number=f"The number to take the square root of, 0 to {MAX_NUMBER:,}; "
    f"{_DEFAULT_NUMBER} by default",
    threshold="Gradients are clipped to ± this; the best threshold by default",
    epochs=f"How many epochs (steps), 1 to {MAX_EPOCHS:,}; {_DEFAULT_EPOCHS} by default",
)
async def clipdemo(
    interaction: NomenInteraction,
    number: Range[float, 0, MAX_NUMBER] = _DEFAULT_NUMBER,
    threshold: Range[float, _MIN_THRESHOLD, MAX_THRESHOLD] | None = None,
    epochs: Range[int, 1, MAX_EPOCHS] = _DEFAULT_EPOCHS,
) -> None:
    """Watch gradient descent explode, and clipping keep it in check."""
    clip_service = interaction.client.clip_service
    check(number, epochs, threshold)
    clip_service.check_capacity()
    # Deferring makes the answer public, so errors for the member alone are raised before.
    await interaction.response.defer(thinking=True)
    demo, plot = await clip_service.demonstrate(number, epochs, threshold)
    _ = translator_for_channel(interaction)
    file = File(BytesIO(plot), PLOT_FILENAME, description=alt_text(_, demo))
    await interaction.edit_original_response(view=ClipCard(_, demo), attachments=[file])
