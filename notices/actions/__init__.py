"""What is done with notices: written, sent, gathered in the daily mail, read, switched off."""

from notices.actions.outbox import Reminder, notify, notify_each, remind, take_back

__all__ = ["Reminder", "notify", "notify_each", "remind", "take_back"]
