"""One transaction as callers see it: the time, and the parts of the store."""

from datetime import datetime

from sqlalchemy import Connection

from storage.addresses import Addresses
from storage.attended import Attended
from storage.campaigns import Campaigns
from storage.conversations import Conversations
from storage.directory import Directory
from storage.files import Files
from storage.handover import Handover
from storage.inbox import Inbox
from storage.journal import Journal
from storage.keyring import Keyring
from storage.ledger import Ledger
from storage.outbox import Outbox
from storage.photo_links import PhotoLinks
from storage.polls import Polls
from storage.posts import Posts
from storage.pulls import Pulls
from storage.quotas import Quotas
from storage.reviews import Reviews
from storage.scope import Scope
from storage.sealing import Vault
from storage.subscriptions import Subscriptions
from storage.tasks import Tasks
from storage.tokens import Tokens


class Tx:
    """A transaction; ``now`` (UTC) is one moment for all that happens in it."""

    def __init__(self, connection: Connection, vault: Vault, now: datetime) -> None:
        scope = Scope(connection, vault, now)
        keys = Keyring(scope)
        self.now = now
        self.scope = scope
        self.inbox = Inbox(scope)
        self.outbox = Outbox(scope)
        self.handover = Handover(scope, self.outbox)
        self.conversations = Conversations(scope)
        self.ledger = Ledger(scope, Journal(scope, keys))
        self.people = Directory(scope, keys, self.ledger)
        self.posts = Posts(scope, self.people, self.ledger)
        self.tasks = Tasks(scope, self.ledger)
        self.campaigns = Campaigns(scope, self.people, self.ledger)
        self.files = Files(scope, keys)
        self.photo_links = PhotoLinks(scope)
        self.reviews = Reviews(scope)
        self.quotas = Quotas(scope)
        self.tokens = Tokens(scope)
        self.pulls = Pulls(scope)
        self.attended = Attended(scope)
        self.addresses = Addresses(scope)
        self.subscriptions = Subscriptions(scope)
        self.polls = Polls(scope)
