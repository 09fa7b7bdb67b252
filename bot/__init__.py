"""The conversational agent: a pure engine and the service that runs it in one transaction."""
