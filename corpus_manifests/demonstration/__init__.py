"""Three short guidelines of our own, for demonstrations and tests: words, PDFs and the script that makes them."""
