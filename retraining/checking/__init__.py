"""The examples of data/nlu, checked: likely wrong labels, one sentence under two needs, words that decide, sentences off a template."""
