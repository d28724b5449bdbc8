"""Spanish: so far only yes and no. Nobody in the call path reads it yet: a caller whose Spanish is heard is handed to a person with
an interpreter, and a yes to the danger question is known by the agency's own list. It stays, with its table of tests, for lines that ask
in Spanish."""
