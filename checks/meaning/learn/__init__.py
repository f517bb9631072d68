"""How the meaning layer's model is made from data; nothing here runs while calls are checked."""
