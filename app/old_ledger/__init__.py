"""Bringing ledgers kept by hand into this one."""
