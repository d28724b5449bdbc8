"""What both web apps stand on: the app factory, the agency's look, words, assets, headers, session and forms. Knows neither app."""
