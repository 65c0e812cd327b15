"""Signing in, in two steps: the e-mail first, then what belongs to it."""

from allauth.account.views import LoginView

from people.account_forms import EmailForm, SignInForm
from people.single_sign_on import providers_for_email

FIRST, SECOND = "account/login.html", "account/login_password.html"
PAST_PROVIDERS = "by_password"


class SignInView(LoginView):
    """An e-mail alone is answered by its second step, e-mail and password at once by signing in.

    The second step depends on the domain of the e-mail and on nothing else: it is the same whether
    anybody has that e-mail or not.
    """

    template_name = FIRST

    def get_form_class(self):
        return SignInForm if "password" in self.request.POST else EmailForm

    def post(self, request, *args, **kwargs):
        """Back to the first step, with the e-mail in it, for whoever wants another one."""
        if "change" in request.POST:
            form = EmailForm(initial={"login": request.POST.get("login", "")})
            return self._answer(FIRST, form)
        return super().post(request, *args, **kwargs)

    def form_valid(self, form):
        if isinstance(form, SignInForm):
            return super().form_valid(form)
        return self._second_step(form.cleaned_data["login"])

    def form_invalid(self, form):
        if isinstance(form, EmailForm):
            return super().form_invalid(form)
        if "login" in form.errors:
            return self._answer(FIRST, EmailForm(self.request.POST))
        return self._answer(SECOND, form, email=form.cleaned_data["login"])

    def get_context_data(self, **kwargs):
        """`by_password` goes along from the address: the way in past a provider that fails."""
        asked = {*self.request.GET, *self.request.POST}
        return super().get_context_data(**kwargs) | {PAST_PROVIDERS: PAST_PROVIDERS in asked}

    def _second_step(self, email):
        by_password = PAST_PROVIDERS in self.request.POST
        providers = providers_for_email(self.request, email)
        context = {"email": email, "providers": [] if by_password else providers}
        return self._answer(SECOND, SignInForm(initial={"login": email}), **context)

    def _answer(self, template, form, **context):
        self.template_name = template
        return self.render_to_response(self.get_context_data(form=form, **context))
