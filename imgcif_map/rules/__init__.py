"""Rules: each looks at a document and yields findings; one rule, one file, one code."""
