"""How chats and messages of Telegram are named outside this folder.

A room is the id of the chat, in a topic with that of the topic: ``-1001234/17``. A message is
``bot:chat:message``, and something done to it has a fourth part. The bot is part of it because another bot
counts its messages anew.
"""

from connectors.telegram.payload import Message


def room(message: Message) -> str:
    """Return the name of the room that a message is in."""
    if message.is_topic_message and message.message_thread_id is not None:
        return f"{message.chat.id}/{message.message_thread_id}"
    return str(message.chat.id)


def chat_of(room_name: str) -> tuple[int, int | None]:
    """Return chat and topic of a room."""
    chat, _, topic = room_name.partition("/")
    return int(chat), int(topic) if topic else None


def external(bot: int, message: Message, deed: str = "") -> str:
    """Return the name of a message, or of a deed done to it."""
    return f"{bot}:{message.chat.id}:{message.message_id}{f':{deed}' if deed else ''}"


def message_of(external_id: str) -> int | None:
    """Return the number of the message in a name, None where it is none of ours."""
    parts = external_id.split(":")
    return int(parts[2]) if len(parts) > 2 and parts[2].isdecimal() else None
