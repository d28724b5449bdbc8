-- The bot's conversations, beside casework's database.
CREATE DATABASE tracker;
