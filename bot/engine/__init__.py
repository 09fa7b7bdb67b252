"""The pure engine: given state, message and facts it yields requests and says what to reply.

No clock, ids, I/O or randomness in here. A turn is a generator: what it needs to know or wants done
it yields as a request (``bot.engine.requests``); the service answers each inside one transaction.
"""
