"""Pages on projects and continuous integration: what they show fits the files of the repository."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

from imgcif_map.project.schema import load

ROOT = Path(__file__).resolve().parents[2]

HOW_TO = ROOT / "docs" / "how-to"
ACTION = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))


def test_a_page_is_tried_with_the_files_it_shows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(ROOT / "docs"))
    from console import walked

    page = "This is `a/b.txt`:\n\n```text\nnew\n```\n\nSo:\n\n```console\n$ cat a/b.txt\nold\n```\n"
    assert walked(page) == page.replace("old", "new")


def test_every_key_of_the_project_file_is_explained() -> None:
    page = (HOW_TO / "configure-a-project.md").read_text(encoding="utf-8")
    assert set(re.findall(r"^\| `([a-z-]+)` \|", page, re.M)) == set(load()["properties"])


def blocks(name: str, kind: str) -> list[str]:
    page = (HOW_TO / name).read_text(encoding="utf-8")
    return re.findall(rf"^```{kind}\n(.*?)^```", page, re.M | re.S)


def test_the_workflows_shown_use_the_action_as_it_is() -> None:
    found = [yaml.safe_load(text) for text in blocks("validate-in-ci.md", "yaml")]
    workflows = [data for data in found if isinstance(data, dict) and "jobs" in data]
    assert workflows
    used = 0
    for workflow in workflows:
        assert True in workflow or "on" in workflow  # YAML 1.1 reads on as true
        for job in workflow["jobs"].values():
            for step in job["steps"]:
                assert ("uses" in step) is not ("run" in step)
                if "/imgcif_map@" in step.get("uses", ""):
                    used += 1
                    assert set(step.get("with", {})) <= set(ACTION["inputs"])
    assert used >= 1
    page = (HOW_TO / "validate-in-ci.md").read_text(encoding="utf-8")
    assert set(re.findall(r"^\| `([a-z-]+)` \|", page, re.M)) == set(ACTION["inputs"])


def test_the_hooks_shown_exist() -> None:
    hooks = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    found = [yaml.safe_load(text) for text in blocks("validate-in-ci.md", "yaml")]
    (config,) = [data for data in found if isinstance(data, dict) and "repos" in data]
    shown = {hook["id"] for repo in config["repos"] for hook in repo["hooks"]}
    assert shown <= {hook["id"] for hook in hooks}
    assert "imgcif-map-validate" in shown
