"""The commands: python -m training COMMAND. Each does its work through the same verbs as the pages."""
