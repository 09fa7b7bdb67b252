"""Tests of the store: one contract, both engines."""
