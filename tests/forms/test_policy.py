"""The policy of the forms, as `hosting` prints it and a real nginx sends it: a journey works under it, and no more."""

from g40site.hosts import policy
from tests.forms.conftest import Desks
from tests.forms.gitlab import GitLab
from tests.forms.test_gitlab import hand_in, rename, sign_in

# Later, when the browser no longer takes it for what its tools ask.
EVAL = """() => new Promise((done) => setTimeout(() => {
  try { done(eval("'ran'")); } catch (fault) { done(fault.name); }
}))"""


def test_a_journey_asks_nobody_but_the_host_and_runs_nothing_that_came_as_text(
    desks: Desks, repository: GitLab
) -> None:
    with desks() as desk:
        # The pages of visitors keep their own.
        public = desk.page.goto(desk.address)
        assert public
        assert public.header_value("content-security-policy") == policy.POLICY
        forms = desk.page.goto(f"{desk.address}beheer/")
        assert forms
        sent = forms.header_value("content-security-policy")
        assert sent == policy.forms_policy([repository.url])
        assert "unsafe" not in sent
        sign_in(desk)
        rename(desk, "SensHagen in de wijk")
        hand_in(desk)
        assert len(repository.proposals) == 1
        own = (desk.address, f"{repository.url}/", f"blob:{desk.address}", "data:")
        assert [url for url in desk.requests if not url.startswith(own)] == []
        assert desk.page.evaluate("window.broken") == []
        assert desk.page.evaluate(EVAL) == "EvalError"
