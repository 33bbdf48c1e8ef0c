"""`/clipdemo`: what gradient clipping is for, on a root that explodes without it."""

from io import BytesIO

from discord import File, Interaction, app_commands
from discord.app_commands import Range

from bot.cards.clip import PICTURE, ClipCard, described
from bot.i18n.discord_locale import translator_for_channel
from bot.interactions.client import NomenClient
from model.assignment.gradient_clip import LARGEST, LARGEST_THRESHOLD, MOST_EPOCHS, check

_SMALLEST_THRESHOLD = 0.01


@app_commands.command()
@app_commands.allowed_installs(guilds=True, users=True)
@app_commands.allowed_contexts(guilds=True, dms=True, private_channels=True)
@app_commands.describe(
    number="Whose square root to find, 0 to 1,000,000; 312 if you leave it out",
    threshold="Gradients are cut to ± this; the best one if you leave it out",
    epochs="How many steps, 1 to 1,000; 50 if you leave it out",
)
async def clipdemo(
    interaction: Interaction[NomenClient],
    number: Range[float, 0, LARGEST] = 312,
    threshold: Range[float, _SMALLEST_THRESHOLD, LARGEST_THRESHOLD] | None = None,
    epochs: Range[int, 1, MOST_EPOCHS] = 50,
) -> None:
    """See gradient descent explode, and clipping hold it."""
    clipping = interaction.client.clip_service
    check(number, epochs, threshold)
    clipping.check_room()
    # Everyone sees what follows, so a mistake had to be told before.
    await interaction.response.defer(thinking=True)
    demo, picture = await clipping.demonstrate(number, epochs, threshold)
    _ = translator_for_channel(interaction)
    file = File(BytesIO(picture), PICTURE, description=described(_, demo))
    await interaction.edit_original_response(view=ClipCard(_, demo), attachments=[file])
