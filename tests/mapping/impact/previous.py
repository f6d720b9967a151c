"""Another version of the packaged imgCIF dictionary, made by editing its text."""

from __future__ import annotations

import re
from pathlib import Path


class Version:
    """The text of ``cif_img.dic``, to be edited; written beside nothing it could import."""

    def __init__(self, text: str) -> None:
        self.text = text

    def frame(self, name: str) -> re.Match[str]:
        found = re.search(rf"(?ims)^save_{re.escape(name.removeprefix('_'))}$.*?^save_$", self.text)
        assert found, name
        return found

    def edit(self, name: str, old: str, new: str) -> None:
        """Replace a text within one definition; it has to be there."""
        found = self.frame(name)
        assert re.search(old, found[0]), (name, old)
        self.text = self.text.replace(found[0], re.sub(old, new, found[0], count=1))

    def add(self, name: str, attributes: str) -> None:
        """Further attributes of one definition."""
        self.edit(name, r"save_$", f"{attributes}\nsave_")

    def rename(self, name: str, new: str, *, alias: bool) -> None:
        """Another name everywhere; with or without the old one as an alias."""
        category, object_id = new.removeprefix("_").split(".")
        before = name.split(".")[1]
        self.edit(name, rf"(_name\.object_id\s+'?){re.escape(before)}\b", rf"\g<1>{object_id}")
        self.text = re.sub(rf"{re.escape(name)}(?![\w\[])", new, self.text)
        self.text = re.sub(
            rf"(?im)^save_{re.escape(name.removeprefix('_'))}$",
            f"save_{category}.{object_id}",
            self.text,
        )
        if alias:
            self.add(new, f"_alias.definition_id '{name}'")

    def remove(self, name: str) -> None:
        self.text = self.text.replace(self.frame(name)[0], "")

    def state(self, name: str, word: str, new: str | None) -> None:
        """Another word among the states, or none in its place."""
        self.edit(name, rf"(?m)^ *'?{re.escape(word)}'? *\n", "" if new is None else f"  '{new}'\n")

    def write(self, folder: Path) -> Path:
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / "cif_img.dic"
        path.write_text(self.text, encoding="utf-8")
        return path
