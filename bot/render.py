"""From replies to messages: wording, language and buttons of one outgoing message."""

from bot.engine.reply import Choice, Field, Reply
from config.wording import Wording
from storage.messages import Brief, Button, Inbound, Outbound


class Renderer:
    """Renders replies with one wording catalogue; ``language`` picks ``<key>.en`` where there is one."""

    def __init__(self, wording: Wording) -> None:
        self._wording = wording
        self._keys = frozenset(wording.keys())

    def outbound(self, reply: Reply, message: Inbound, language: str, priority: int = 0) -> Outbound:
        """Return the answer to a message in its own chat."""
        return Outbound(
            channel=message.channel,
            chat=message.chat,
            text=self.text(reply, language),
            buttons=self.buttons(reply, language),
            priority=priority,
            group=message.group,
            reply_to=message.external_id,
            wants=reply.wants,
            poll=reply.poll,
            ends=reply.ends,
        )

    def text(self, reply: Reply, language: str = "zh") -> str:
        """Return the words of a reply; lines that stay empty are left out."""
        fields = {name: self._field(value, language) for name, value in reply.fields.items()}
        text = self._wording.text(self._key(reply.key, language), **fields)
        return "\n".join(line.rstrip() for line in text.splitlines() if line.strip())

    def buttons(self, reply: Reply, language: str = "zh") -> tuple[Button, ...]:
        """Return the quick replies of a reply."""
        return tuple(self._button(choice, language) for choice in reply.choices)

    def brief(self, reply: Reply) -> Brief | None:
        """Return the short form of a notice about a case; None for anything else."""
        key, no = f"brief.{reply.key}", reply.fields.get("no")
        return Brief(str(no), self._wording.text(key)) if no and key in self._keys else None

    def _button(self, choice: Choice, language: str) -> Button:
        title = self._wording.text(self._key(choice.key, language), **choice.fields)
        return Button(title, choice.payload)

    def _field(self, value: Field, language: str) -> str:
        if isinstance(value, Reply):
            return self.text(value, language)
        if isinstance(value, tuple):
            return "\n".join(self.text(item, language) for item in value)
        return str(value)

    def _key(self, key: str, language: str) -> str:
        local = f"{key}.{language}"
        return local if language != "zh" and local in self._keys else key
