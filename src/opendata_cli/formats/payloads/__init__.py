"""What JSON says of each result: types of their own, a published contract."""
