"""Where an engine lives: in this process's memory, or in worker processes whose death is nobody else's."""
