"""The card of generated names."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from discord import ui

from bot.cards.labels import condition_label, flag, gender_labels, style_label
from bot.cards.layout import Card
from bot.cards.name_row import NameRow, differences, kind_note
from bot.i18n.escaping import escape_markdown
from bot.i18n.translator import Translator
from model.domain.errors import LazyText
from model.domain.filters import Filters, Initials
from model.domain.generation import (
    DEFAULT_MAX_LENGTH,
    MIN_NAME_LENGTH,
    GenerationResult,
    NameRequest,
    Style,
)

_WEIGHT_TOLERANCE = 0.002
"""Weights that differ by less count as equal, since buttons round them to thousandths."""


class NameCard(Card):
    """What all names are, each with what differs, what leads to their origins, and buttons.

    There is a star button for each name, in the same order; for a blend also the share of each
    country in how the name sounds. Nothing else is in it, since with ten names a card has all the
    components that Discord allows.
    """

    def __init__(  # noqa: PLR0913 - one for each part of the card
        self,
        _: Translator,
        request: NameRequest,
        result: GenerationResult,
        star_buttons: Sequence[ui.Item[Any]],
        buttons: Sequence[ui.Item[Any]],
        *,
        copy: ui.Item[Any],
        origins: ui.Item[Any],
        shares: Sequence[Mapping[str, float]] = (),
    ) -> None:
        rows = (
            NameRow(
                suggestion.name,
                " · ".join([*_shares(_, countries), *differences(_, suggestion, request.kind)]),
                star_button,
            )
            for suggestion, star_button, countries in zip(
                result, star_buttons, shares or [{}] * len(result), strict=True
            )
        )
        notes = "\n".join(f"-# {line}" for line in _notes(_, request, result))
        super().__init__(
            ui.Section(f"### {condition_label(_, request.condition)}\n{notes}", accessory=copy),
            *(row.to_item() for row in rows),
            ui.ActionRow(origins),
            buttons=buttons,
        )


def _shares(_: Translator, shares: Mapping[str, float]) -> Iterator[str]:
    if shares:
        yield " ".join(
            f"{flag(code)}\u00a0{_.format_percent(share)}" for code, share in shares.items()
        )


def _notes(_: Translator, request: NameRequest, result: GenerationResult) -> Iterator[str]:
    if labels := [*option_labels(_, request)]:
        yield " · ".join(labels)
    yield kind_note(_, request.kind, len(result))
    if len(result) < request.count:
        yield _(
            "I only found {found} of {asked}: {reason}. Loosen an option to get more.",
            found=len(result),
            asked=request.count,
            reason=LazyText(result.reason or ""),
        )
    if len(request.condition.countries) > 1:
        yield _("The percentages show how much each name sounds like each country.")


def option_labels(_: Translator, request: NameRequest) -> Iterator[str]:
    """Yield what was asked for beyond countries."""
    weights = list(dict(request.condition.countries).values())
    if max(weights) - min(weights) > _WEIGHT_TOLERANCE:
        yield " : ".join(_.format_number(100 * weight, ".3g") for weight in weights)
    if Style.with_inverse_temperature(request.inverse_temperature) is not Style.PLAIN:
        yield style_label(_, request.inverse_temperature)
    yield from gender_labels(_, request.condition.gender)
    if request.starts_with:
        yield _("starts with {letters}", letters=escape_markdown(request.starts_with))
    yield from _filter_labels(_, request.filters)
    if request.min_length == request.max_length:
        yield _.plural("{number} letter", "{number} letters", request.min_length)
    elif (request.min_length, request.max_length) != (MIN_NAME_LENGTH, DEFAULT_MAX_LENGTH):
        yield _.plural(
            "{shortest} to {number} letter",
            "{shortest} to {number} letters",
            request.max_length,
            shortest=request.min_length,
        )


def _filter_labels(_: Translator, filters: Filters) -> Iterator[str]:
    if filters.contains:
        yield _("contains {letters}", letters=escape_markdown(filters.contains))
    if filters.ends_with:
        yield _("ends with {letters}", letters=escape_markdown(filters.ends_with))
    if filters.without:
        yield _("without {letters}", letters=escape_markdown(filters.without))
    match filters.initials:
        case Initials.SAME:
            yield _("the same first letter")
        case Initials.DIFFERENT:
            yield _("different first letters")
    if filters.like:
        yield _("sounds like {name}", name=escape_markdown(filters.like))
