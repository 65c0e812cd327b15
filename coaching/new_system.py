"""What coaching puts into a new school system: the starting rubric, look-for bank and form."""

from coaching.actions.rubric import load_leader_rubric, load_starting_rubric
from coaching.actions.walkthrough_form import load_starting_form
from people.starting_sets import register

register(load_starting_rubric)
register(load_leader_rubric)
register(load_starting_form)
