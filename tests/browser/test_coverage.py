"""The page of coverage in a real browser: alone, narrow, dark, filtered, sorted."""

from __future__ import annotations

from pathlib import Path

import pytest

from imgcif_map.api import mapping_coverage
from imgcif_map.report.coverage.chosen import chosen
from imgcif_map.report.coverage.html import render
from tests.browser.conftest import requested
from tests.browser.test_page import TEXT_COLOURS, colour
from tests.figures.test_figures import contrast

SHOWN = "return [...document.querySelectorAll('tr[data-handling]')].filter(r => !r.hidden).length"
WORDS = (
    "return [...new Set([...document.querySelectorAll('tr[data-handling]')]"
    ".filter(r => !r.hidden).map(r => r.dataset.handling))].sort()"
)


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Both sides of a mapping; takes the place of the report's page."""
    path = tmp_path_factory.mktemp("coverage") / "nxmx.html"
    path.write_text("".join(render([mapping_coverage("nxmx")], chosen())), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def matrix(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The numbers of several mappings."""
    path = tmp_path_factory.mktemp("coverage") / "all.html"
    found = [mapping_coverage(name) for name in ("smv", "nxmx")]
    path.write_text("".join(render(found, chosen())), encoding="utf-8")
    return path


def test_it_loads_alone_and_without_a_word(shown, page) -> None:
    browser = shown()
    assert browser.title == "Coverage of nxmx"
    assert browser.get_log("browser") == []
    assert requested(browser) <= {page.as_uri()}


def test_rows_are_filtered_by_text_and_by_word(shown) -> None:
    browser = shown()
    total = browser.execute_script(SHOWN)
    assert total > 400
    box = browser.find_element("id", "text")
    box.send_keys("threshold_energy")
    assert 1 < browser.execute_script(SHOWN) < 10
    said = browser.find_element("id", "shown").text
    assert said == f"{browser.execute_script(SHOWN)} of {total} rows"
    box.clear()
    box.send_keys(" ")
    assert browser.execute_script(SHOWN) == total
    browser.find_element("css selector", "input[value=mapped]").click()
    assert "mapped" not in browser.execute_script(WORDS)
    assert "gap" in browser.execute_script(WORDS)


def test_a_link_to_a_hidden_row_shows_it(shown) -> None:
    browser = shown()
    browser.find_element("id", "text").send_keys("/NXentry/title")
    link = browser.find_element("css selector", "#source ~ div a[href^='#item-']")
    target = link.get_attribute("href").partition("#")[2]
    browser.find_element("id", "text").clear()
    browser.find_element("id", "text").send_keys("NXentry/title exact")
    browser.execute_script("document.getElementById(arguments[0]).hidden = true", target)
    browser.execute_script("arguments[0].click()", link)
    assert browser.find_element("id", target).is_displayed()


def test_columns_are_sorted_by_keyboard(shown) -> None:
    from selenium.webdriver.common.keys import Keys

    browser = shown()
    first = "return document.querySelector('tbody tr').cells[1].textContent"
    order = browser.execute_script(first)
    button = browser.find_elements("css selector", "thead button")[1]
    button.send_keys(Keys.ENTER)
    assert browser.execute_script(first) == "gap"
    assert browser.execute_script("return document.querySelector('[aria-sort]').ariaSort") == (
        "ascending"
    )
    button.send_keys(Keys.ENTER)
    assert browser.execute_script(first) == "structure"
    button.send_keys(Keys.ENTER)
    assert browser.execute_script(first) == order


@pytest.mark.parametrize("which", ["page", "matrix"])
def test_it_fits_a_phone(shown, matrix, which) -> None:
    browser = shown(320)
    if which == "matrix":
        browser.get(matrix.as_uri())
        assert browser.get_log("browser") == []
    width = "return [document.documentElement.scrollWidth, window.innerWidth]"
    wide, room = browser.execute_script(width)
    assert wide <= room == 320


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_texts_stand_out(shown, scheme) -> None:
    browser = shown(scheme=scheme)
    grounds = {}
    for ink, ground, tag, text in browser.execute_script(TEXT_COLOURS):
        grounds.setdefault((colour(ink), colour(ground)), (tag, text))
    assert len(grounds) > 3
    for (ink, ground), where in grounds.items():
        assert contrast(ink, ground) >= 4.5, (ink, ground, where)


def test_without_its_script_all_can_be_read(shown) -> None:
    browser = shown(script=False)
    assert not browser.find_element("css selector", ".filters").is_displayed()
    assert browser.find_element("css selector", "#source ~ div tbody tr").is_displayed()
    browser.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": False})
