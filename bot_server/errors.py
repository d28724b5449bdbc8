"""What can go wrong between Rasa and its actions.

ActionServerFailed   no usable answer: the caller goes to a person
"""


class ActionServerFailed(Exception):
    """The action server did not give a usable answer; the message says why, without caller content."""
