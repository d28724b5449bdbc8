"""How a case is going, as it is said to the person who reported it: the product's words, and an agency's own over them."""
