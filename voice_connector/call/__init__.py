"""One call: a thin conductor (session), its ear and mouth, and one small policy per file beside them."""
