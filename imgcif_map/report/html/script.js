"use strict";
(() => {
  const MARGIN = 30, INSET = 30, LARGEST = 1.45, LETTER = 7.8, CAPITAL = 9.8, BOLD = 1.12, LINE = 15, HEAD = 9;
  const NS = "http://www.w3.org/2000/svg";
  const rad = (degrees) => degrees * Math.PI / 180;
  const clamp = (value, low, high) => Math.min(Math.max(value, low), high);
  const turn = (azimuth, elevation) => {
    const ca = Math.cos(rad(azimuth)), sa = Math.sin(rad(azimuth));
    const cb = Math.cos(rad(elevation)), sb = Math.sin(rad(elevation));
    return ([x, y, z]) => {
      const across = x * ca + z * sa, deep = z * ca - x * sa;
      return [across, y * cb - deep * sb, y * sb + deep * cb];
    };
  };
  const fit = (points, unit, width, height) => {
    const room = [width / 2 - MARGIN, height / 2 - MARGIN];
    const xs = points.map((p) => p[0]), ys = points.map((p) => p[1]);
    const low = [Math.min(...xs), Math.min(...ys)], high = [Math.max(...xs), Math.max(...ys)];
    const half = [0, 1].map((i) => Math.max(1, (high[i] - low[i]) / 2));
    const scale = Math.min(room[0] / half[0], room[1] / half[1]);
    return {
      scale: Math.min(scale, LARGEST * Math.min(...room) / unit),
      middle: [0, 1].map((i) => (low[i] + high[i]) / 2),
    };
  };
  const short = (value) => String(Math.round(value * 10) / 10 + 0);
  const list = (points) => points.map((p) => `${short(p[0])},${short(p[1])}`).join(" ");
  const make = (tag, attributes, text) => {
    const element = document.createElementNS(NS, tag);
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    if (text) element.textContent = text;
    return element;
  };
  const head = (points) => {
    const [x, y] = points[points.length - 1];
    for (let at = points.length - 2; at >= 0; at -= 1) {
      const dx = x - points[at][0], dy = y - points[at][1], size = Math.hypot(dx, dy);
      if (size >= HEAD / 3) {
        const ux = dx / size * HEAD, uy = dy / size * HEAD;
        return [[x, y], [x - ux - uy * 0.45, y - uy + ux * 0.45],
          [x - ux + uy * 0.45, y - uy - ux * 0.45]];
      }
    }
    return null;
  };
  const label = (part, points, taken, width, height) => {
    let [x, y] = points[0], dx = 0, dy = -1;
    if (points.length > 1) {
      const size = Math.hypot(x - points[1][0], y - points[1][1]);
      if (size > 1) { dx = (x - points[1][0]) / size; dy = (y - points[1][1]) / size; }
    }
    const bold = part.style.includes("name") ? BOLD : 1;
    const letters = Array.from(part.text), capitals = letters.filter((c) => c >= "A" && c <= "Z");
    const wide = bold * (LETTER * (letters.length - capitals.length) + CAPITAL * capitals.length);
    x += 9 * dx;
    y += 11 * dy + 5;
    let left = x - (dx > 0.35 ? 0 : dx < -0.35 ? wide : wide / 2);
    left = clamp(left, 4, Math.max(4, width - 4 - wide));
    const hit = ([a, b, w]) => Math.abs(y - b) < LINE && left < a + w && a < left + wide;
    for (let tries = 0; tries < 12 && taken.some(hit); tries += 1) y += dy >= 0 ? LINE : -LINE;
    y = clamp(y, LINE, height - 5);
    taken.push([left, y, wide]);
    return make("text", { class: part.style, x: short(left), y: short(y) }, part.text);
  };
  const draw = (group, scene, azimuth, elevation) => {
    const [width, height] = scene.size, rotate = turn(azimuth, elevation);
    const parts = scene.parts.map(([kind, style, flat, text, inset], order) => {
      const seen = [];
      for (let at = 0; at < flat.length; at += 3) seen.push(rotate(flat.slice(at, at + 3)));
      return { kind, style, text, inset, order, seen };
    });
    const solid = parts.filter((p) => !p.inset).flatMap((p) => p.seen);
    const { scale, middle } = fit(solid, scene.unit, width, height);
    const place = (part) => part.seen.map(([x, y]) => part.inset
      ? [MARGIN + INSET + x * INSET / scene.unit, height - MARGIN - INSET - y * INSET / scene.unit]
      : [width / 2 + (x - middle[0]) * scale, height / 2 - (y - middle[1]) * scale]);
    const depth = (part) =>
      Math.round(part.seen.reduce((sum, p) => sum + p[2], 0) / part.seen.length);
    const drawn = parts.filter((p) => p.kind !== "text");
    drawn.sort((a, b) => a.inset - b.inset || depth(a) - depth(b) || a.order - b.order);
    const made = [], taken = [];
    for (const part of drawn) {
      const points = place(part);
      if (part.kind === "dot") {
        made.push(make("circle", { class: part.style, cx: short(points[0][0]),
          cy: short(points[0][1]), r: "4" }));
        continue;
      }
      const tag = part.kind === "face" ? "polygon" : "polyline";
      made.push(make(tag, { class: part.style, points: list(points) }));
      const tip = part.kind === "arrow" && head(points);
      if (tip) made.push(make("polygon", { class: `${part.style} head`, points: list(tip) }));
    }
    const labels = parts.filter((p) => p.kind === "text");
    labels.sort((a, b) => b.inset - a.inset || a.order - b.order);
    for (const part of labels) made.push(label(part, place(part), taken, width, height));
    group.replaceChildren(...made);
  };
  const setUp = (box) => {
    const data = document.getElementById(box.dataset.scene);
    const scene = JSON.parse(data.textContent);
    const group = box.querySelector("svg > g"), figure = box.closest("figure");
    let [azimuth, elevation] = scene.view, waiting = false, held = null;
    const show = () => {
      if (waiting) return;
      waiting = true;
      requestAnimationFrame(() => { waiting = false; draw(group, scene, azimuth, elevation); });
    };
    const look = (a, e) => {
      azimuth = ((a + 180) % 360 + 360) % 360 - 180;
      elevation = clamp(e, -90, 90);
      box.dataset.view = `${Math.round(azimuth)},${Math.round(elevation)}`;
      show();
    };
    box.tabIndex = 0;
    box.setAttribute("role", "group");
    box.setAttribute("aria-label", "Instrument in space: arrow keys turn it, Home turns it back");
    for (const hidden of figure.querySelectorAll("[hidden]")) hidden.hidden = false;
    box.addEventListener("keydown", (event) => {
      const step = event.shiftKey ? 15 : 5;
      const moves = { ArrowLeft: [-step, 0], ArrowRight: [step, 0], ArrowUp: [0, step],
        ArrowDown: [0, -step] };
      if (event.ctrlKey || event.altKey || event.metaKey) return;
      if (event.key === "Home") look(...scene.view);
      else if (moves[event.key]) look(azimuth + moves[event.key][0], elevation + moves[event.key][1]);
      else return;
      event.preventDefault();
    });
    box.addEventListener("pointerdown", (event) => {
      if (event.button) return;
      held = [event.clientX, event.clientY, azimuth, elevation];
      box.setPointerCapture(event.pointerId);
    });
    box.addEventListener("pointermove", (event) => {
      if (!held) return;
      look(held[2] + (event.clientX - held[0]) * 0.5, held[3] + (event.clientY - held[1]) * 0.5);
    });
    for (const end of ["pointerup", "pointercancel", "lostpointercapture"]) {
      box.addEventListener(end, () => { held = null; });
    }
    for (const button of figure.querySelectorAll("button[data-azimuth]")) {
      button.addEventListener("click", () => {
        look(Number(button.dataset.azimuth), Number(button.dataset.elevation));
      });
    }
  };
  for (const box of document.querySelectorAll(".turn[data-scene]")) setUp(box);
  const reveal = () => {
    const target = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    const closed = target && target.closest("details");
    if (closed) { closed.open = true; target.scrollIntoView(); }
  };
  addEventListener("hashchange", reveal);
  let opened = [];
  addEventListener("beforeprint", () => {
    opened = [...document.querySelectorAll("details:not([open])")];
    for (const closed of opened) closed.open = true;
  });
  addEventListener("afterprint", () => {
    for (const open of opened) open.open = false;
  });
  reveal();
})();
