"""Messages for people: texts with fields, which another language may put in another order."""


def message(text: str) -> str:
    """Mark a text as one to be translated, where it is not yet known into which language.

    Fields stand in braces, as for `str.format`. `{text!r}` is what somebody typed: whoever shows
    it sees to quotes, and that it does no harm. A text without fields is taken as it stands.
    """
    return text


class Phrase(str):
    """A text that fills a field of another, and is to be translated too."""

    __slots__ = ()


class MessageError(Exception):
    """An error whose message a person is to read; `str` is that message in English.

    Attributes:
        text: the message before its fields are filled in, by which translations are found.
        fields: what is filled in: texts, numbers, countries.
    """

    def __init__(self, text: str, /, **fields: object) -> None:
        self.text = text
        self.fields = fields
        super().__init__(text.format(**fields) if fields else text)
