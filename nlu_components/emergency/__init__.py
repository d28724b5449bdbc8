"""Does this turn sound like danger?"""
