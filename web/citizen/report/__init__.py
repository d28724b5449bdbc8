"""Report online: one question a page, from the same forms as the telephone's; everything is kept at every step by casework."""
