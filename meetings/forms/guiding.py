from core.shared_texts import SharedTextsForm, shared_text


class AnswersForm(SharedTextsForm):
    """One text for each question of a sheet (meetings/launch.py); its name is the code."""

    submit_label = "Save"

    def __init__(self, data=None, *, answers, **kwargs):
        super().__init__(data, initial=answers.texts, **kwargs)
        for question in answers:
            advice = question.advice_for(answers.team)
            self.add_field(question.code, shared_text(question.text, advice, rows=3))
