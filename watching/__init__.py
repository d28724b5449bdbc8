"""What operators see from outside, alike in every part: how many requests, how long, which failed; and traces where they are on.

No caller's word, number or call id is in a metric or a span. Written for both Pythons.
"""
