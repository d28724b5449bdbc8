"""A call from a web page: microphone and loudspeaker over a WebSocket, or a chat in writing."""
