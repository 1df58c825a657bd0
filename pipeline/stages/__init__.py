"""Bytes in, messages out: decode, one step, encode, route. Shared by `newswire enrich` and the agents."""
