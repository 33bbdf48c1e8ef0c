"""The card of generated names."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from discord import ui

from bot.cards.labels import condition_label, flag, gender_labels, style_label
from bot.cards.layout import Card
from bot.cards.name_row import NameRow, kind_and_resemblance
from bot.i18n.escaping import escape_markdown
from bot.i18n.translator import Translator
from model.domain.errors import LazyText
from model.domain.filters import Filters, Initials
from model.domain.generation import (
    DEFAULT_MAX_LENGTH,
    MIN_NAME_LENGTH,
    GenerationResult,
    NameRequest,
    RequestedKind,
)

_WEIGHT_TOLERANCE = 0.002
"""Weights that differ by less count as equal, since buttons round them to thousandths."""


class NameCard(Card):
    """A title, the names each with the known name that it resembles, the options, and buttons.

    There is a star button for each name, in the same order; for a blend also the share of each
    country in how the name sounds. The seed is there if it was asked for. Nothing else is in it,
    since with ten names, a list of these and four buttons a card has all the components that
    Discord allows.
    """

    def __init__(  # noqa: PLR0913 - one for each part of the card
        self,
        _: Translator,
        request: NameRequest,
        result: GenerationResult,
        seed: int | None,
        star_buttons: Sequence[ui.Item[Any]],
        buttons: Sequence[ui.Item[Any]],
        *,
        origins: ui.Item[Any] | None = None,
        shares: Sequence[Mapping[str, float]] = (),
    ) -> None:
        rows = (
            NameRow(
                suggestion.name,
                _shares(_, countries),
                star_button,
                kind_and_resemblance(_, suggestion),
            )
            for suggestion, star_button, countries in zip(
                result, star_buttons, shares or [{}] * len(result), strict=True
            )
        )
        super().__init__(
            f"## {condition_label(_, request.condition)}",
            *(row.to_item() for row in rows),
            "\n".join(f"-# {line}" for line in _footer_lines(_, request, result, seed)),
            *([] if origins is None else [ui.ActionRow[Any](origins)]),
            buttons=buttons,
        )


def _shares(_: Translator, shares: Mapping[str, float]) -> str:
    return " ".join(
        f"{flag(code)}\u00a0{_.format_percent(share)}" for code, share in shares.items()
    )


def _footer_lines(
    _: Translator, request: NameRequest, result: GenerationResult, seed: int | None
) -> Iterator[str]:
    if len(result) < request.count:
        yield _(
            "Only {found} of {asked}: {reason}. Relax an option to get more.",
            found=len(result),
            asked=request.count,
            reason=LazyText(result.reason or ""),
        )
    labels = [*option_labels(_, request)]
    if seed is not None:
        labels.append(_("seed {seed}", seed=seed))
    if request.kind is not RequestedKind.RARE:
        labels.append(_("new: as far as I know, nobody has it"))
    if request.kind is not RequestedKind.NEW:
        labels.append(_("rare: a real name, but few people have it"))
    yield " · ".join(labels)


def option_labels(_: Translator, request: NameRequest) -> Iterator[str]:
    """Yield what was asked for."""
    weights = list(dict(request.condition.countries).values())
    if max(weights) - min(weights) > _WEIGHT_TOLERANCE:
        yield " : ".join(_.format_number(100 * weight, ".3g") for weight in weights)
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
        yield _("like {name}", name=escape_markdown(filters.like))
