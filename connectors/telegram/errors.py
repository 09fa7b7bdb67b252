"""What the platform's errors come to: each one of the closed list in ``connectors.errors``."""

from aiogram import exceptions as said

from connectors.errors import Away, Gone, Misconfigured, Refused, RetryAfter, SendFailed, TooLong

KNOWN = (said.AiogramError,)

PHRASES: tuple[tuple[str, type[SendFailed]], ...] = (
    ("can't initiate conversation", Away),
    ("bots can't send messages to bots", Refused),
    ("bot was blocked", Gone),
    ("bot was kicked", Gone),
    ("not a member", Gone),
    ("user is deactivated", Gone),
    ("chat not found", Gone),
    ("group chat was deleted", Gone),
    ("peer_id_invalid", Gone),
    ("message is too long", TooLong),
    ("file is too big", TooLong),
    ("button_data_invalid", Refused),
    ("not enough rights", Refused),
    ("chat_write_forbidden", Refused),
    ("topic_closed", Refused),
    ("message thread not found", Refused),
)
"""Words of the platform's description, the first found counts; only these words go on record."""

KINDS: tuple[tuple[type[Exception], type[SendFailed], str], ...] = (
    (said.TelegramForbiddenError, Gone, "403"),
    (said.TelegramUnauthorizedError, Misconfigured, "401"),
    (said.TelegramNotFound, Misconfigured, "404"),
    (said.TelegramConflictError, RetryAfter, "409"),
    (said.TelegramEntityTooLarge, TooLong, "413"),
    (said.TelegramBadRequest, Refused, "400"),
    (said.TelegramServerError, RetryAfter, "5xx"),
    (said.TelegramNetworkError, RetryAfter, "network"),
    (said.ClientDecodeError, RetryAfter, "no JSON"),
)


class MigratedError(Exception):
    """The group goes on under another id."""

    def __init__(self, chat: int) -> None:
        super().__init__(chat)
        self.chat = chat


def meaning(error: Exception) -> SendFailed | MigratedError:
    """Return what an error of aiogram means."""
    if isinstance(error, said.TelegramMigrateToChat):
        return MigratedError(error.migrate_to_chat_id)
    if isinstance(error, said.TelegramRetryAfter):
        return RetryAfter(float(error.retry_after), "429")
    if isinstance(error, said.TelegramBadRequest | said.TelegramForbiddenError):
        words = error.message.lower()
        found = next(((phrase, kind) for phrase, kind in PHRASES if phrase in words), None)
        if found is not None:
            return found[1](detail=found[0])
    kind, code = next(
        ((k, c) for e, k, c in KINDS if isinstance(error, e)), (RetryAfter, type(error).__name__)
    )
    return kind(detail=code)
