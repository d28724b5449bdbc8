"""What a call-taker's console sees of running calls and chats, and does with them; costs nothing while nobody looks."""
