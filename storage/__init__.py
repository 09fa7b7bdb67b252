"""The ledger store: inbox, outbox, conversations, people, cases and their entries."""
