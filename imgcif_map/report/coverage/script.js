"use strict";
(() => {
  const form = document.querySelector(".filters");
  const rows = [...document.querySelectorAll("tr[data-handling]")];
  const texts = new Map(rows.map((row) => [row, row.textContent.toLowerCase()]));
  const filter = () => {
    const wanted = new Set([...form.querySelectorAll("[type=checkbox]:checked")].map((box) => box.value));
    const words = form.querySelector("#text").value.toLowerCase().split(/\s+/).filter(Boolean);
    let shown = 0;
    for (const row of rows) {
      const text = texts.get(row);
      row.hidden = !wanted.has(row.dataset.handling) || !words.every((word) => text.includes(word));
      shown += row.hidden ? 0 : 1;
    }
    form.querySelector("#shown").textContent = `${shown} of ${rows.length} rows`;
  };
  const everything = () => {
    for (const box of form.querySelectorAll("[type=checkbox]")) box.checked = true;
    form.querySelector("#text").value = "";
    filter();
  };
  if (form) {
    form.hidden = false;
    form.addEventListener("input", filter);
    form.addEventListener("submit", (event) => event.preventDefault());
    document.addEventListener("click", (event) => {
      const link = event.target.closest("a[href^='#']");
      const target = link && document.getElementById(link.getAttribute("href").slice(1));
      if (target && target.hidden) everything();
    });
    filter();
  }
  for (const table of document.querySelectorAll("table")) {
    const body = table.tBodies[0], first = [...body.rows];
    const heads = [...table.tHead.rows[0].cells];
    heads.forEach((head, column) => {
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = head.textContent;
      head.replaceChildren(button);
      button.addEventListener("click", () => {
        const before = head.getAttribute("aria-sort");
        for (const other of heads) other.removeAttribute("aria-sort");
        if (before === "descending") {
          body.append(...first);
          return;
        }
        const down = before === "ascending";
        head.setAttribute("aria-sort", down ? "descending" : "ascending");
        const key = (row) => row.cells[column].textContent;
        const order = (a, b) => key(a).localeCompare(key(b), "en", {numeric: true});
        body.append(...[...first].sort(down ? (a, b) => order(b, a) : order));
      });
    });
  }
})();
