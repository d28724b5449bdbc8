"""What can go wrong between Rasa and its actions.

ActionServerFailed   no usable answer: the caller goes to a person
└── BrokenOff        the connection was refused or broke: worth a second try
"""


class ActionServerFailed(Exception):
    """The action server did not give a usable answer; the message says why, without caller content."""


class BrokenOff(ActionServerFailed):
    """The action server went away before it answered."""
