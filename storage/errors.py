"""What can go wrong in the store, beyond mistakes of the caller."""


class StorageError(Exception):
    """Base of everything the store raises on its own account."""


class UnknownCaseError(StorageError):
    """There is no case with this number."""


class AlreadyFiledError(StorageError):
    """Another case has this outside number and part, or this fingerprint; ``no`` is its own number."""

    def __init__(self, no: str) -> None:
        super().__init__(f"already filed as {no}")
        self.no = no


class UnknownPersonError(StorageError):
    """There is no person with this id."""


class UnknownTaskError(StorageError):
    """There is no task with this id."""


class UnknownCampaignError(StorageError):
    """There is no campaign with this id."""


class StoreClosedError(StorageError):
    """The store was closed and takes no more work."""


class WrongKeyError(StorageError):
    """Sealed data cannot be opened: another key, or the data were changed."""
