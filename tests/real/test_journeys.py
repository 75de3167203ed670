"""The two journeys of `docs/journeys.md`, walked on the real site by the words that a visitor reads."""

from playwright.sync_api import Browser

from tests.real.test_browser import visit


def test_an_adviser_finds_whom_to_call_about_street_lighting_in_three_steps(browser: Browser, address: str) -> None:
    page = visit(browser, f"{address}/", 1440, java_script_enabled=False)
    page.locator("#zoek-boven").get_by_role("button", name="Zoek").click()
    for name in ("verlichting 8 projecten", "Slim beheer van de straatverlichting"):
        page.locator("main").get_by_role("link", name=name).first.click()
    asked = page.locator(".next-steps .whom-to-call")
    said, ways = asked.inner_text(), asked.get_by_role("link").count()
    page.context.close()
    assert "Haarlemmermeer" in said
    assert ways


def test_dordrecht_finds_whom_to_invite_in_one_step(browser: Browser, address: str) -> None:
    page = visit(browser, f"{address}/", 1440, java_script_enabled=False)
    page.locator("main").get_by_role("link", name="Smart Living").first.click()
    invitations = page.locator("#uitnodigen")
    mails = invitations.get_by_role("link", name="Nodig ").evaluate_all("all => all.map(a => a.href)")
    page.context.close()
    assert mails
    assert all(mail.startswith("mailto:") for mail in mails)
