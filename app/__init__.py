"""Composition root: command line, server, rehearsal and schedule."""
