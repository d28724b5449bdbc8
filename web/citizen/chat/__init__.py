"""The chat: the same bot as the telephone's, in writing. A room is one conversation; its words stay here for a while, in memory."""
