"""Channels: they verify and parse what comes in, and send what goes out."""
