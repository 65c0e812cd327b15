"""What coaching puts into a new school system: the starting rubric and look-for bank."""

from coaching.actions.rubric import load_starting_rubric
from people.starting_sets import register

register(load_starting_rubric)
