"""What follows a violation: rectifications and who looks whether they helped."""
