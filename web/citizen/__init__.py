"""The citizens' pages: chat, report online, follow a report. Its own process and cookie."""
