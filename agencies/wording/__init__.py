"""The words that an agency says its own way (wording.yml, wording/<language>.yml), and its facts as variables in all words."""
