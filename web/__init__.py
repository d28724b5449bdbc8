"""What people look at: web/citizen for everybody, web/console for the agency's people, web/shared for both."""
