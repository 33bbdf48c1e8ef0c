"""Commands as members type them, with options and countries in their language."""

from collections.abc import Mapping

from bot.commands.options import GENDER_LABELS, INITIALS_LABELS, KIND_LABELS, STYLE_LABELS
from bot.i18n.translator import Translator
from bot.interactions.custom_ids import Mix
from model.domain.condition import Condition
from model.domain.generation import (
    DEFAULT_COUNT,
    DEFAULT_MAX_LENGTH,
    MIN_NAME_LENGTH,
    NameRequest,
    RequestedKind,
    Style,
)

_BLENDED = ("first", "second", "third")


def typed_command(_: Translator, name: str, values: Mapping[str, object]) -> str:
    """Return a command with its options, such as `/name country: Italy`."""
    options = (f"{_.option_name(option)}: {value}" for option, value in values.items())
    return " ".join([f"/{name}", *options])


def command_for_request(_: Translator, request: NameRequest, seed: int) -> str:
    """Return the command that asks for names and gives those of a seed."""
    codes = [*dict(request.condition.countries)]
    command, options = ("name", ("country",)) if len(codes) == 1 else ("blend", _BLENDED)
    countries = dict(zip(options, map(_.country_name, codes), strict=False))
    wishes = {**_share(request.condition), **_wishes(_, request), "seed": seed}
    return typed_command(_, command, {**countries, **wishes})


def command_for_mix(_: Translator, mix: Mix) -> str:
    """Return the command that mixes two names as a card does."""
    first, second = mix.names
    country = _.country_name(mix.country)
    gender = {"gender": _word(_(GENDER_LABELS[mix.gender]))} if mix.gender else {}
    values = {"first": first, "second": second, "country": country, **gender, "seed": mix.seed}
    return typed_command(_, "mix", values)


def _share(condition: Condition) -> Mapping[str, int]:
    """Return the first country's share in percent, unless all have the same."""
    shares = [round(100 * weight) for weight in dict(condition.countries).values()]
    return {"share": shares[0]} if len({*shares}) > 1 else {}


def _wishes(_: Translator, request: NameRequest) -> Mapping[str, object]:
    """Return the options that are not left out."""
    filters, gender = request.filters, request.condition.gender
    style = Style.with_inverse_temperature(request.inverse_temperature) or Style.PLAIN
    options: Mapping[str, tuple[object, object]] = {
        "count": (request.count, DEFAULT_COUNT),
        "style": (_word(_(STYLE_LABELS[style])), _word(_(STYLE_LABELS[Style.PLAIN]))),
        "gender": (gender and _word(_(GENDER_LABELS[gender])), None),
        "starts_with": (request.starts_with, ""),
        "min_length": (request.min_length, MIN_NAME_LENGTH),
        "max_length": (request.max_length, max(DEFAULT_MAX_LENGTH, request.min_length)),
        "ends_with": (filters.ends_with, ""),
        "contains": (filters.contains, ""),
        "without": (filters.without, ""),
        "initials": (filters.initials and _(INITIALS_LABELS[filters.initials]), None),
        "like": (filters.like, ""),
        "kind": (_word(_(KIND_LABELS[request.kind])), _word(_(KIND_LABELS[RequestedKind.NEW]))),
    }
    return {option: value for option, (value, default) in options.items() if value != default}


def _word(label: str) -> str:
    """Return the word that a choice begins with, before it is explained."""
    return label.partition(":")[0].strip()
