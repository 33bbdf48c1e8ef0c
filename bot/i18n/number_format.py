"""Numbers as a language writes them."""

from dataclasses import dataclass

_SUPERSCRIPTS = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")
_ROUNDS_TO_0, _ROUNDS_TO_100 = 0.005, 0.995
"""Shares below the first and from the second on round to 0 and 100 percent."""
_LEAST_SHORTENED, _MOST_EXACT = 1e6, 1e15
"""Between these the format `g` would round to six digits, and people expect what they typed."""


@dataclass(frozen=True, slots=True)
class NumberFormat:
    """A language's conventions, from the Unicode CLDR.

    Attributes:
        decimal: the decimal separator.
        group: the thousands separator.
        percent: the suffix of a percentage.
        least_grouped: digits from which on thousands are separated: 1000 but 10.000, if 5.
    """

    decimal: str = "."
    group: str = ","
    percent: str = "%"
    least_grouped: int = 4

    def format(self, number: float, spec: str = "") -> str:
        """Format a number by a format specification without a width."""
        if spec == "g" and _LEAST_SHORTENED <= abs(number) < _MOST_EXACT:
            spec = ",.15g"
        mantissa, _, exponent = format(number, spec).partition("e")
        whole = mantissa.partition(".")[0]
        if sum(map(str.isdigit, whole)) < self.least_grouped:
            mantissa = mantissa.replace(",", "")
        separators = str.maketrans({".": self.decimal, ",": self.group, "-": "−"})
        written = mantissa.replace("inf", "∞").translate(separators)
        return f"{written}×10{_superscript(exponent)}" if exponent else written

    def format_percent(self, share: float) -> str:
        """Format a share as a percentage: 0% and 100% only if exact, else `<1%` and `>99%`."""
        if 0 < share < _ROUNDS_TO_0:
            return f"<1{self.percent}"
        if _ROUNDS_TO_100 <= share < 1:
            return f">99{self.percent}"
        return f"{100 * share:.0f}{self.percent}"


def _superscript(exponent: str) -> str:
    return str(int(exponent)).translate(_SUPERSCRIPTS)
