"""Who else could do the job: one file each, written as somebody would who knows the library well.

A peer has `deduplicate(customers)`, which returns what the reference returns, and, where its library has a good way for it,
`matcher(customers)`, which returns a function from a record to what `Matcher.match` returns.
"""
