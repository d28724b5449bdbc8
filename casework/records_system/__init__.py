"""The agency's own records system: import, export, webhooks."""
