"""Alembic migrations of the store, run by ``storage.migrate``."""
