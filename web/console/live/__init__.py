"""What goes on now: calls and chats as they are spoken, hand-overs as they come; and a person's part in them."""
