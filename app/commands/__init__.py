"""The commands of ``shiliu``, one module a group."""
