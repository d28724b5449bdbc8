"""What can go wrong with a conversation that is kept.

ConversationError
├── Overtaken     another process has gone on with this conversation meanwhile; this turn is not kept
└── StillBusy     another turn of this conversation did not end in time
"""


class ConversationError(Exception):
    """Base; the message holds no word of a caller."""


class Overtaken(ConversationError):
    """Another process wrote to the conversation while this one worked on a turn of it."""


class StillBusy(ConversationError):
    """The turn before this one is still worked on, here or in another process."""
