"""What a file is about, in words, tables and figures: for reports that people read."""

from __future__ import annotations

from imgcif_map.account.model import Account, Fact, ScanRow, Told
from imgcif_map.account.read import account_of, account_of_dictionary

__all__ = ["Account", "Fact", "ScanRow", "Told", "account_of", "account_of_dictionary"]
