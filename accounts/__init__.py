"""Accounts: who signs in, who invites whom, and what is shared; used only with ``ACCOUNTS``."""
