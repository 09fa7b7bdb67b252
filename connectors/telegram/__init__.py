"""Telegram: updates by webhook or by long polling, answers through aiogram's Bot.

A raw update becomes an ``Inbound`` in a pure function (``updates.py``) and is committed before the
platform is acknowledged. aiogram is imported only when the channel starts, and only to call the platform.
"""

from connectors.telegram.channel import Telegram

__all__ = ["Telegram"]
