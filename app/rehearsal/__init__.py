"""Rehearsal: scripted dialogues against a fresh ledger with a clock of their own."""
