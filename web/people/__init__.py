"""People: the own account, everybody for administrators, and who reviews what."""
