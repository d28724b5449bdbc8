"""What an agency calls danger, and its own life-saving sentence for each kind. Pure, without the services' libraries."""
