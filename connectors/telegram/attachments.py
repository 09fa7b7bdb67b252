"""What comes along with a message, as it is before its content is fetched."""

from connectors.telegram.payload import File, Message
from storage.messages import Attachment, AttachmentKind

KINDS: tuple[tuple[str, AttachmentKind, str], ...] = (
    ("voice", "voice", "audio/ogg"),
    ("audio", "voice", "audio/mpeg"),
    ("video", "video", "video/mp4"),
    ("video_note", "video", "video/mp4"),
    ("animation", "video", "video/mp4"),
    ("document", "file", ""),
)
"""Field of the message, kind of attachment, type where the platform names none. The first that is there
counts: an animation comes as a document as well."""


def attachments(message: Message) -> tuple[Attachment, ...]:
    """Return what came along; a photo in the largest of its sizes."""
    if message.photo:
        best = max(message.photo, key=lambda size: size.file_size)
        return (_of(best, "photo", "image/jpeg"),)
    if message.venue is not None:
        at, label = message.venue.location, f"{message.venue.address} {message.venue.title}".strip()
        return (Attachment("location", latitude=at.latitude, longitude=at.longitude, label=label),)
    if message.location is not None:
        at = message.location
        return (Attachment("location", latitude=at.latitude, longitude=at.longitude),)
    for name, kind, mime in KINDS:
        file = getattr(message, name)
        if file is not None:
            image = kind == "file" and file.mime_type.startswith("image/")
            return (_of(file, "photo" if image else kind, mime),)
    return ()


def _of(file: File, kind: AttachmentKind, mime: str) -> Attachment:
    return Attachment(
        kind, name=file.file_name, mime=file.mime_type or mime, size=file.file_size, source=file.file_id
    )
