"""A follower leaves: WeChat demands that everything about them is deleted; their cases stay."""

from storage.messages import Inbound
from storage.tx import Tx

REASON = "对方已取消关注"


def farewell(tx: Tx, message: Inbound) -> None:
    """Erase the person behind an account, once for each time that they leave."""
    tx.conversations.lock(message.conversation)
    if tx.inbox.accept(message, handled=True) is None:
        return
    tx.handover.drop(message.conversation, REASON)
    person = tx.people.find(message.channel, message.sender)
    if person is None:
        # nobody who ever said a word; the delivery itself must not keep the account
        person = tx.people.identify(message.channel, message.sender, message.chat)
    tx.people.erase(person.id)
    tx.quotas.forget(message.channel, message.sender)
