"""A Bot API server of our own, with the rules of the real one as far as a bot can meet them.

Offsets acknowledge, two pollers get in each other's way, a webhook brings its secret and comes again after
a refusal, and what the real server refuses is refused with its words.
"""

import asyncio
import re
import time
from collections import Counter
from collections.abc import Callable
from typing import Any

from aiohttp import ClientSession, web
from aiohttp.test_utils import TestServer

from tests.connectors.telegram import polls
from tests.connectors.telegram.rules import DOWNLOAD, RefusalError, answer, chat_of, check, menu, parsed, said

TOKEN = "4242:fake-token_A"
ME = {
    "id": 4242, "is_bot": True, "first_name": "文化小石榴", "username": "shiliu_test_bot",
    "can_join_groups": True, "can_read_all_group_messages": False, "supports_inline_queries": False,
}  # fmt: skip


class BotApi:
    """The server; ``reachable`` leads the public address of a webhook to where it is on this machine."""

    def __init__(self) -> None:
        self.updates: list[dict[str, Any]] = []
        self.next_id = 1000
        self.kinds: list[str] | None = None
        self.webhook: dict[str, Any] = {}
        self.reachable: dict[str, str] = {}
        self.refused_deliveries = 0
        self.last_error: dict[str, Any] = {}
        self.me = dict(ME)
        self.sent: list[dict[str, Any]] = []
        self.calls: list[tuple[str, dict[str, Any]]] = []
        self.commands: list[dict[str, str]] = []
        self.answered: list[str] = []
        self.presses: set[str] = set()
        self.polls: dict[str, polls.Poll] = {}
        self.messages: dict[tuple[int, int], dict[str, Any]] = {}
        self.groups: set[int] = set()
        self.blocked: set[int] = set()
        self.migrated: dict[int, int] = {}
        self.floods: Counter[int] = Counter()
        self.pause = 1
        self.failing: Counter[str] = Counter()
        self.files: dict[str, bytes] = {}
        self.new = asyncio.Condition()
        self._pollers = 0
        self._server: TestServer | None = None

    async def start(self) -> str:
        app = web.Application(client_max_size=30_000_000)
        app.router.add_route("*", "/bot{token}/{method}", self._call)
        app.router.add_get("/file/bot{token}/{path:.*}", self._download)
        self._server = TestServer(app)
        await self._server.start_server()
        return str(self._server.make_url("")).rstrip("/")

    async def stop(self) -> None:
        if self._server is not None:
            self._pollers += 1
            async with self.new:
                self.new.notify_all()
            await self._server.close()

    async def put(self, update: dict[str, Any], number: int | None = None) -> dict[str, Any]:
        """Something happened: there is an update for the bot."""
        if number is None:
            number, self.next_id = self.next_id, self.next_id + 1
        whole = {"update_id": number, **update}
        async with self.new:
            if self.kinds is None or next(iter(update)) in self.kinds:
                self.updates.append(whole)
            self.new.notify_all()
        return whole

    async def bring(self) -> None:
        """Bring all that waits to the webhook, in order, each until it is taken."""
        async with ClientSession() as client:
            while self.updates:
                await self.deliver(client, self.updates[0])
                del self.updates[0]

    async def deliver(self, client: ClientSession, update: dict[str, Any]) -> None:
        url = self.webhook["url"]
        for public, here in self.reachable.items():
            url = url.replace(public, here)
        headers = {"X-Telegram-Bot-Api-Secret-Token": self.webhook["secret_token"]}
        for _ in range(5):
            async with client.post(url, json=update, headers=headers) as answer:
                if answer.status < 300:
                    return
                self.refused_deliveries += 1
                words = f"Wrong response from the webhook: {answer.status} {answer.reason}"
                self.last_error = {"last_error_date": int(time.time()), "last_error_message": words}
            await asyncio.sleep(0.02)
        raise AssertionError("the webhook never took it")

    def texts(self, chat: int) -> list[str]:
        return [message["text"] for message in self.sent if message["chat"]["id"] == chat]

    def last(self, chat: int) -> dict[str, Any]:
        return [message for message in self.sent if message["chat"]["id"] == chat][-1]

    async def _call(self, request: web.Request) -> web.Response:
        form = await request.post()
        params: dict[str, Any] = {key: str(value) for key, value in {**request.query, **form}.items()}
        if request.content_type == "application/json":
            params |= await request.json()
        try:
            result = self._result(request, params)
            result = await result if asyncio.iscoroutine(result) else result
        except RefusalError as refusal:
            body = {"ok": False, "error_code": refusal.code, "description": refusal.words}
            if refusal.parameters:
                body["parameters"] = refusal.parameters
            return web.json_response(body, status=refusal.code)
        return web.json_response({"ok": True, "result": result})

    def _result(self, request: web.Request, params: dict[str, Any]) -> Any:
        method = request.match_info["method"]
        if request.match_info["token"] != TOKEN:
            raise RefusalError(401, "Unauthorized")
        if self.failing[method] > 0:
            self.failing[method] -= 1
            raise RefusalError(502, "Bad Gateway")
        handler = _METHODS.get(method.lower())
        if handler is None:
            raise RefusalError(404, "Not Found")
        self.calls.append((method, params))
        return handler(self, params)

    async def _download(self, request: web.Request) -> web.Response:
        content = self.files.get(request.match_info["path"].removeprefix("files/"))
        if content is None or request.match_info["token"] != TOKEN:
            raise web.HTTPNotFound
        if self.failing["download"] > 0:
            self.failing["download"] -= 1
            raise web.HTTPBadGateway
        return web.Response(body=content)

    async def _get_updates(self, params: dict[str, Any]) -> list[dict[str, Any]]:
        if self.webhook.get("url"):
            raise RefusalError(409, "Conflict: can't use getUpdates method while webhook is active")
        self._pollers += 1
        mine = self._pollers
        self.kinds = parsed(params, "allowed_updates") or self.kinds
        offset, limit = int(params.get("offset", 0)), min(int(params.get("limit", 100)), 100)
        self.updates = (
            self.updates[offset:] if offset < 0 else [u for u in self.updates if u["update_id"] >= offset]
        )
        async with self.new:
            self.new.notify_all()
            try:
                async with asyncio.timeout(float(params.get("timeout", 0))):
                    await self.new.wait_for(lambda: self.updates or self._pollers != mine)
            except TimeoutError:
                pass
        if self._pollers != mine:
            raise RefusalError(409, "Conflict: terminated by other getUpdates request")
        return self.updates[:limit]

    def _set_webhook(self, params: dict[str, Any]) -> bool:
        if not params["url"].startswith("https://"):
            raise RefusalError(400, "Bad Request: bad webhook: An HTTPS URL must be provided for webhook")
        if not re.fullmatch(r"[A-Za-z0-9_-]{1,256}", params.get("secret_token", "-")):
            raise RefusalError(400, "Bad Request: secret token contains unallowed characters")
        self.webhook = params
        self.kinds = parsed(params, "allowed_updates") or self.kinds
        return True

    def _delete_webhook(self, params: dict[str, Any]) -> bool:
        self.webhook = {}
        return True

    def _set_commands(self, params: dict[str, Any]) -> bool:
        self.commands = menu(parsed(params, "commands"))
        return True

    def _send_message(self, params: dict[str, Any]) -> dict[str, Any]:
        chat = int(params["chat_id"])
        self.may_write(chat)
        text = said(params)
        reply = parsed(params, "reply_parameters") or {}
        if (
            reply
            and (chat, reply["message_id"]) not in self.messages
            and not reply.get("allow_sending_without_reply")
        ):
            raise RefusalError(400, "Bad Request: message to be replied not found")
        markup = parsed(params, "reply_markup") or {}
        check(markup, private=chat > 0)
        message = {
            "message_id": self.number(), "date": 1763700000, "from": ME, "text": text, "chat": chat_of(chat),
            **({"message_thread_id": int(params["message_thread_id"]), "is_topic_message": True} if "message_thread_id" in params else {}),
            **({"reply_markup": markup} if "inline_keyboard" in markup else {}),
        }  # fmt: skip
        self.sent.append({**message, "markup": markup, "reply": reply})
        self.messages[chat, message["message_id"]] = message
        return message

    def number(self) -> int:
        return len(self.messages) + 1

    def may_write(self, chat: int) -> None:
        if self.floods[chat] > 0:
            self.floods[chat] -= 1
            raise RefusalError(429, f"Too Many Requests: retry after {self.pause}", retry_after=self.pause)
        if chat in self.blocked:
            raise RefusalError(
                403,
                "Forbidden: bot was blocked by the user"
                if chat > 0
                else "Forbidden: bot was kicked from the group chat",
            )
        if chat in self.migrated:
            raise RefusalError(
                400,
                "Bad Request: group chat was upgraded to a supergroup chat",
                migrate_to_chat_id=self.migrated[chat],
            )
        if not any(key[0] == chat for key in self.messages) and chat not in self.groups:
            raise RefusalError(400, "Bad Request: chat not found")

    def _answer(self, params: dict[str, Any]) -> bool:
        press = answer(params, self.presses)
        self.presses.discard(press)
        self.answered.append(press)
        return True

    def _edit_markup(self, params: dict[str, Any]) -> dict[str, Any]:
        message = self.messages.get((int(params["chat_id"]), int(params["message_id"])))
        if message is None:
            raise RefusalError(400, "Bad Request: message to edit not found")
        markup = parsed(params, "reply_markup")
        if message.get("reply_markup") == markup:
            raise RefusalError(400, "Bad Request: message is not modified")
        check(markup or {}, private=True)
        message.pop("reply_markup", None)
        message |= {"reply_markup": markup} if markup else {}
        return message

    def _get_file(self, params: dict[str, Any]) -> dict[str, Any]:
        content = self.files.get(params["file_id"])
        if content is None:
            raise RefusalError(400, "Bad Request: invalid file_id")
        if len(content) > DOWNLOAD:
            raise RefusalError(400, "Bad Request: file is too big")
        name = params["file_id"]
        return {
            "file_id": name,
            "file_unique_id": name,
            "file_size": len(content),
            "file_path": f"files/{name}",
        }


_METHODS: dict[str, Callable[[BotApi, dict[str, Any]], Any]] = {
    "getme": lambda api, params: api.me,
    "getupdates": BotApi._get_updates,
    "setwebhook": BotApi._set_webhook,
    "deletewebhook": BotApi._delete_webhook,
    "getwebhookinfo": lambda api, params: {
        "url": api.webhook.get("url", ""),
        "has_custom_certificate": False,
        "pending_update_count": len(api.updates),
        **api.last_error,
        **({"allowed_updates": api.kinds} if api.kinds else {}),
    },
    "setmycommands": BotApi._set_commands,
    "getmycommands": lambda api, params: api.commands,
    "sendmessage": BotApi._send_message,
    "sendpoll": polls.send,
    "stoppoll": polls.stop,
    "answercallbackquery": BotApi._answer,
    "editmessagereplymarkup": BotApi._edit_markup,
    "getfile": BotApi._get_file,
}
