"""What people may ask about their own data: to see it, to have it corrected or erased; and what the law asks to keep (holds)."""
