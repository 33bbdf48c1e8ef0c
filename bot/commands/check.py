"""`/check`: what is known of names that one already has in mind."""

import re
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from discord import Poll, SelectOption, app_commands, ui
from discord.app_commands import Range

from bot.cards.check import CheckCard, ComparisonCard
from bot.commands.generation import origins
from bot.commands.hear_button import sound_of
from bot.commands.poll import DURATIONS, duration_label, require_may_poll, start_poll
from bot.commands.star_button import StarButton, own_provenance, star_buttons, star_payloads
from bot.i18n.discord_locale import translator_for_channel, translator_for_user
from bot.i18n.translator import Translator
from bot.interactions import custom_ids
from bot.interactions.client import NomenInteraction, requester_of
from bot.interactions.custom_ids import OutdatedComponentError, Starrable
from bot.interactions.persistent_button import PersistentSelect
from model.domain.errors import LengthError, gettext_noop
from model.domain.generation import NameKind
from model.domain.name_check import NameCheck
from model.domain.spelling import fold
from model.domain.validation import MAX_TYPED_LENGTH, validate_surname

MAX_NAMES = 10
"""Names compared at once, which is also the most that a poll may have."""
_MAX_INPUT = 300
"""Characters of the names typed."""


@app_commands.command()
@app_commands.describe(
    name=f"A first name, or up to {MAX_NAMES} to compare, separated by commas",
    surname="A surname to try it with, if you like. Nobody else sees it, and I don’t store it",
)
async def check(
    interaction: NomenInteraction,
    name: Range[str, 1, _MAX_INPUT],
    surname: Range[str, 1, MAX_TYPED_LENGTH] | None = None,
) -> None:
    """Check a name: who has it and where, how it’s said, which names it looks like."""
    names, typed = _split(name), validate_surname(surname or "")
    service = interaction.client.name_service
    checks = await service.check(names, typed, requester_of(interaction))
    # Neither a surname nor an obscenity is for everyone.
    is_private = bool(typed) or not service.is_allowed(*(each.name for each in checks))
    _ = translator_for_user(interaction) if is_private else translator_for_channel(interaction)
    if len(checks) == 1:
        card: CheckCard | ComparisonCard = await _check_card(
            interaction, _, checks[0], is_private=is_private
        )
    else:
        card = await _comparison_card(interaction, _, checks, is_private=is_private)
    await interaction.response.send_message(view=card, ephemeral=is_private)


class CheckPollSelect(PersistentSelect, kind="check-poll"):
    """Starts a poll about the names of its message, for as many hours as is chosen."""

    @classmethod
    def for_names(cls, _: Translator) -> "CheckPollSelect":
        """Create a list of durations."""
        options = [
            SelectOption(label=duration_label(_, hours), value=str(hours)) for hours in DURATIONS
        ]
        return cls.create(options=options, placeholder=_("Start a poll that lasts…"))

    async def choose(self, interaction: NomenInteraction, _payload: str, value: str) -> None:
        """Start it, unless the group had one within the hour."""
        payloads = star_payloads(interaction.message)
        names = [custom_ids.parse_name(payload) for payload in payloads]
        if value not in map(str, DURATIONS) or not names:
            raise OutdatedComponentError
        require_may_poll(interaction)
        interaction.client.name_service.require_allowed(*names)  # as of today
        poll = _poll(translator_for_channel(interaction), names, int(value))
        await start_poll(interaction, poll)


def _poll(_: Translator, names: Sequence[str], hours: int) -> Poll:
    """Ask which of several names people like, or whether they like one."""
    if len(names) > 1:
        question = _("Which of these names do you like?")
        answers = [*names]
    else:
        question = _("Do you like the name {name}?", name=names[0])
        answers = [_("Yes, very much"), _("It’s all right"), _("No")]
    poll = Poll(question=question, duration=timedelta(hours=hours), multiple=len(names) > 1)
    for answer in answers:
        poll.add_answer(text=answer)
    return poll


def _split(text: str) -> list[str]:
    """Split names as members type them, each once.

    Raises:
        LengthError: there are too many.
    """
    typed: dict[str, str] = {}
    for part in filter(str.strip, re.split("[,;\n]", text)):
        typed.setdefault(fold(part), part)
    names = [*typed.values()] or [""]  # which is refused as a name that is not there
    if len(names) > MAX_NAMES:
        raise LengthError(
            gettext_noop("I can compare up to {most} names at a time, and you gave me {typed}."),
            most=MAX_NAMES,
            typed=len(names),
        )
    return names


async def _check_card(
    interaction: NomenInteraction, _: Translator, found: NameCheck, *, is_private: bool
) -> CheckCard:
    buttons: list[ui.Item[Any]] = []
    is_new = found.kind is NameKind.NEW
    provenance = await own_provenance(interaction, found.name) if is_new else None
    made_for = [*dict(provenance.condition.countries)] if provenance else []
    sound = await sound_of(interaction, _, found.name, made_for or found.origin.places)
    if found.is_for_all:
        starrables = [Starrable(found.name, provenance)]
        buttons += await star_buttons(interaction, starrables, _("Star it"), is_private=is_private)
        buttons += [origins(_, [found.name]), *sound.buttons]
    polls = _poll_lists(interaction, _, [found.name] if found.is_for_all else [])
    return CheckCard(
        *(_, found, buttons, polls, sound.pronunciation),
        unsaid=sound.unsaid,
        made_for=made_for,
    )


def _poll_lists(
    interaction: NomenInteraction, _: Translator, names: Sequence[str]
) -> list[CheckPollSelect]:
    """Return the list that starts a poll, where there can be one."""
    return [CheckPollSelect.for_names(_)] if names and interaction.guild_id is not None else []


async def _comparison_card(
    interaction: NomenInteraction,
    _: Translator,
    checks: Sequence[NameCheck],
    *,
    is_private: bool,
) -> ComparisonCard:
    allowed = [each.name for each in checks if each.is_for_all]
    starrables = [Starrable(name, None) for name in allowed]
    stars = await star_buttons(interaction, starrables, is_private=is_private)
    by_name: dict[str, StarButton] = dict(zip(allowed, stars, strict=True))
    lists: list[ui.Item[Any]] = [origins(_, allowed)] if allowed else []
    lists += _poll_lists(interaction, _, allowed)
    return ComparisonCard(_, checks, [by_name.get(each.name) for each in checks], lists)
