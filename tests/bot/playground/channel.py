"""The playground's channel, as its members see it."""

from simcord import MemberActor, Preview, ResponseMessage


def first_member(page: Preview) -> MemberActor:
    """Return the member that the visitor is at first."""
    member = page.viewers[0]
    assert isinstance(member, MemberActor)
    return member


def messages_in(page: Preview) -> list[ResponseMessage]:
    """Return all messages, oldest first."""
    backend = page.env.backend
    return [
        ResponseMessage(page.env, backend.get_message(page.channel.id, message.id))
        for message in page.channel.history()
    ]
