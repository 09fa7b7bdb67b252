"""The chat page of residents: one static page, one WebSocket, photos, a signed session cookie.

The transcript in the store is the truth. A frame to the page only carries the last lines of it and the
page adds those it does not show yet, so a line sent twice, in two tabs or after a reload appears once.
"""

from connectors.web.channel import Web
from connectors.web.page import Face

__all__ = ["Face", "Web"]
