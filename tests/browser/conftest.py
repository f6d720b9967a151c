"""A real browser without a window, and pages for it; tests skip where there is none."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from imgcif_map.api import html_report
from tests.support.experiments import imgcif

FLAGS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
)  # fmt: skip


def programs() -> tuple[str, str]:
    """Chromium and its driver; skips with the reason where one is missing."""
    browser = shutil.which("chromium") or shutil.which("chromium-browser")
    driver = shutil.which("chromedriver")
    if not browser or not driver:
        pytest.skip("needs chromium and chromedriver (Debian: chromium, chromium-driver)")
    return browser, driver


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """Chromium without network: every name resolves to nothing."""
    webdriver = pytest.importorskip("selenium.webdriver", reason="needs selenium")
    chromium, driver = programs()
    options = webdriver.ChromeOptions()
    options.binary_location = chromium
    for flag in (*FLAGS, f"--user-data-dir={tmp_path_factory.mktemp('browser')}"):
        options.add_argument(flag)
    options.add_argument("--host-resolver-rules=MAP * ~NOTFOUND")
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    os.environ.setdefault("SE_OFFLINE", "true")
    made = webdriver.Chrome(options=options, service=webdriver.ChromeService(driver))
    made.set_page_load_timeout(60)
    yield made
    made.quit()


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A report on a file with long names, several scans and findings of each severity."""
    folder = tmp_path_factory.mktemp("page")
    scans = {f"SCAN{n}": (90, 10.0 * n, 0.5) for n in range(12)}
    more = "_diffrn_source.faciltiy x\n_" + "lab_long_name" * 8 + ".value " + "y" * 200 + "\n"
    text = imgcif("lysozyme_" + "x" * 60, scans=scans, more=more)
    file = folder / "lysozyme.cif"
    file.write_text(text.replace("A 1 100 1 increasing", "A 1 100 1 increasin"), "utf-8")
    report = folder / "report.html"
    made = html_report(file, profile="reprocessing", heed_projects=False)
    report.write_text(made, encoding="utf-8")
    return report


@pytest.fixture
def shown(browser: Any, page: Path) -> Callable[..., Any]:
    """The page, loaded at a width in a colour scheme."""

    def load(width: int = 1200, scheme: str = "light", script: bool = True) -> Any:
        size = {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": width < 500}
        browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
        wishes = [
            {"name": "prefers-color-scheme", "value": scheme},
            {"name": "prefers-reduced-motion", "value": "reduce"},
        ]
        browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": wishes})
        browser.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": not script})
        browser.get_log("browser"), browser.get_log("performance")
        browser.get(page.as_uri())
        return browser

    return load


def requested(browser) -> set[str]:
    """The addresses that a page has asked for."""
    return {
        json.loads(entry["message"])["message"]["params"]["request"]["url"]
        for entry in browser.get_log("performance")
        if '"Network.requestWillBeSent"' in entry["message"]
    }
