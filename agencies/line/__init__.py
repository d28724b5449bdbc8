"""What an agency's line says and how patient it is: prompts, recordings, queues, turn taking."""
