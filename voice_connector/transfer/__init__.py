"""Where a call goes when the assistant lets go of it, and with which hand-over ticket."""
