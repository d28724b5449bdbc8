"""How good contacts were, by a card that the agency writes: judged by rules with the line that proves it, corrected by supervisors."""
