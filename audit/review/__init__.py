"""What people do with the machine's suspicions: the queue, the call page, the decisions."""
