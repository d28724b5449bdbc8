"""How an agency's web pages look and what they say of it: `pages.yml` and the files in the folder `pages/`."""
