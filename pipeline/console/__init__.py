"""The live page: follows the output topics, keeps a bounded window of them, and serves it to a browser."""
