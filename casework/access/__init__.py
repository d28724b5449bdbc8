"""Who may see a report: access codes, PINs, tries."""
