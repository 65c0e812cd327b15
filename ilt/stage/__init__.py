"""How far a team is with what makes teams work: 21 actions in three stages (S2.31)."""
