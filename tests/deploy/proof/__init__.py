"""The stack proven by running it: `deploy/prove` starts this as a program."""
