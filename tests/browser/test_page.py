"""The HTML report in a real browser: loads alone, turns, fits a phone, can be read in the dark."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.browser.conftest import requested
from tests.figures.test_figures import contrast

POINTS = "return document.querySelector('.turn svg > g').outerHTML"
TEXT_COLOURS = """
const found = [];
const solid = (element) => {
  for (let e = element; e; e = e.parentElement) {
    const ground = getComputedStyle(e).backgroundColor;
    if (ground !== 'rgba(0, 0, 0, 0)' && ground !== 'transparent') return ground;
  }
  return 'none';
};
const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
while (walker.nextNode()) {
  const element = walker.currentNode.parentElement;
  if (!walker.currentNode.data.trim() || !element.getClientRects().length) continue;
  if (['SCRIPT', 'STYLE', 'title', 'desc'].includes(element.tagName)) continue;
  const style = getComputedStyle(element);
  const ink = element.ownerSVGElement ? style.fill : style.color;
  found.push([ink, solid(element), element.tagName, walker.currentNode.data.trim().slice(0, 30)]);
}
return found;
"""


def settled(browser) -> str:
    """The figure after the browser has drawn."""
    browser.execute_async_script("requestAnimationFrame(() => requestAnimationFrame(arguments[0]))")
    return browser.execute_script(POINTS)


def colour(text: str) -> str:
    """``rgb(1, 2, 3)`` as #010203."""
    red, green, blue = (int(float(n)) for n in re.findall(r"[\d.]+", text)[:3])
    return f"#{red:02x}{green:02x}{blue:02x}"


def test_it_loads_alone_and_without_a_word(shown, page) -> None:
    browser = shown()
    assert browser.title == "Check of lysozyme.cif"
    assert browser.get_log("browser") == []
    assert requested(browser) <= {page.as_uri()}


def test_the_policy_refuses_what_is_not_ours(shown) -> None:
    browser = shown()
    browser.execute_script(
        "const s = document.createElement('script'); s.textContent = 'window.hurt = 1';"
        "document.body.append(s);"
        "const i = new Image(); i.src = 'https://example.org/x.png'; document.body.append(i);"
    )
    assert browser.execute_script("return window.hurt") is None
    assert any(
        "Content Security Policy" in entry["message"] for entry in browser.get_log("browser")
    )


def test_the_script_draws_what_the_program_drew(shown) -> None:
    """Home shows the first view again: the same elements as those in the file."""
    from selenium.webdriver.common.keys import Keys

    browser = shown()
    first = settled(browser)
    browser.find_element("css selector", ".turn").send_keys(Keys.ARROW_LEFT, Keys.HOME)
    again = settled(browser)

    def numbers(text: str) -> list[float]:
        return [float(n) for n in re.findall(r"-?\d+(?:\.\d+)?", text)]

    def words(text: str) -> list[str]:
        return re.findall(r"class=\"[^\"]*\"|>[^<>\s][^<]*<", text)

    assert words(again) == words(first)
    assert numbers(again) == pytest.approx(numbers(first), abs=0.11)


def test_arrow_keys_turn_the_figure(shown) -> None:
    from selenium.webdriver.common.keys import Keys

    browser = shown()
    box = browser.find_element("css selector", ".turn")
    seen = [settled(browser)]
    for key in (Keys.ARROW_LEFT, Keys.ARROW_UP, Keys.ARROW_RIGHT, Keys.ARROW_DOWN):
        box.send_keys(key)
        seen.append(settled(browser))
    assert len(set(seen[:4])) == 4
    assert box.get_attribute("data-view") == "35,22"


def test_the_pointer_turns_the_figure(shown) -> None:
    from selenium.webdriver import ActionChains

    browser = shown()
    before = settled(browser)
    box = browser.find_element("css selector", ".turn")
    browser.execute_script("arguments[0].scrollIntoView({block: 'center'})", box)
    ActionChains(browser).click_and_hold(box).move_by_offset(60, 20).release().perform()
    assert settled(browser) != before
    assert box.get_attribute("data-view") == "65,32"
    after = settled(browser)
    ActionChains(browser).move_by_offset(30, 0).perform()
    assert settled(browser) == after, "it only turns while it is held"


def test_buttons_show_views(shown) -> None:
    browser = shown()
    box = browser.find_element("css selector", ".turn")
    views = []
    for button in browser.find_elements("css selector", ".views button"):
        assert button.is_displayed()
        button.click()
        settled(browser)
        views.append(box.get_attribute("data-view"))
    assert views == ["35,22", "0,0", "90,0", "0,90"]


def test_focus_can_be_seen(shown) -> None:
    from selenium.webdriver import ActionChains
    from selenium.webdriver.common.keys import Keys

    browser = shown()
    stops = []
    for _ in range(60):
        ActionChains(browser).send_keys(Keys.TAB).perform()
        stop = browser.switch_to.active_element
        if stop.tag_name == "body":
            break
        stops.append(stop)
        assert stop.value_of_css_property("outline-style") == "solid", stop.tag_name
    assert stops[0].get_attribute("textContent") == "Skip to the report"
    assert "turn" in [stop.get_attribute("class") for stop in stops]


@pytest.mark.parametrize("width", [320, 360, 768, 1200])
@pytest.mark.parametrize("script", [True, False])
def test_nothing_is_wider_than_the_page(shown, width, script) -> None:
    browser = shown(width, script=script)
    wide = "return [document.documentElement.scrollWidth, document.documentElement.clientWidth]"
    browser.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": False})
    inner, outer = browser.execute_script(wide)
    assert inner <= outer <= width


def test_without_the_script_all_can_be_read(shown) -> None:
    browser = shown(script=False)
    browser.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": False})
    figure = browser.find_element("css selector", ".turn svg")
    assert figure.is_displayed()
    assert figure.find_elements("css selector", "polyline")
    assert not browser.find_element("css selector", ".views").is_displayed()
    assert browser.find_element("css selector", ".turn").get_attribute("tabindex") is None


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_all_text_stands_out(shown, scheme) -> None:
    browser = shown(scheme=scheme)
    for details in browser.find_elements("css selector", "details"):
        browser.execute_script("arguments[0].open = true", details)
    found = browser.execute_script(TEXT_COLOURS)
    assert len(found) > 100
    poor = [
        (round(contrast(colour(ink), colour(ground)), 2), *where)
        for ink, ground, *where in found
        if contrast(colour(ink), colour(ground)) < 4.5
    ]
    assert poor == []
    page_ground = colour(browser.execute_script(
        "return getComputedStyle(document.body).backgroundColor"))  # fmt: skip
    assert (contrast(page_ground, "#ffffff") < 1.1) == (scheme == "light")


def test_a_link_to_a_code_opens_its_text(shown) -> None:
    browser = shown()
    link = browser.find_element("css selector", "a.code")
    target = link.get_attribute("href").split("#")[1]
    browser.execute_script("arguments[0].click()", link)
    settled(browser)
    assert browser.find_element("id", target).get_attribute("open") is not None


def test_it_prints(shown, tmp_path: Path) -> None:
    import base64

    browser = shown(scheme="dark")
    printed = browser.execute_cdp_cmd("Page.printToPDF", {})["data"]
    assert base64.b64decode(printed).startswith(b"%PDF-")
    media = {"media": "print", "features": [{"name": "prefers-color-scheme", "value": "dark"}]}
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", media)
    ground = browser.execute_script("return getComputedStyle(document.body).backgroundColor")
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": ""})
    assert colour(ground) == "#ffffff"
