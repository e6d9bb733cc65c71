// Draws the last half minute: a line for each request, as high as its answer took, on a logarithmic scale.

const SECONDS = 30;
const LOWEST = 1;
const HIGHEST = 10_000;
const MARKS = [[1, "1 ms"], [10, "10 ms"], [100, "100 ms"], [1000, "1 s"], [10_000, "10 s"]];
const HEIGHT = 200;
const LEFT = 56;
const MARGIN = 10;
const KINDS = ["idle", "python", "rust", "pending"];

const svg = (tag, attributes) => {
  const made = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  return made;
};

const heightOf = (took) => {
  const part = Math.log(Math.min(Math.max(took, LOWEST), HIGHEST) / LOWEST) / Math.log(HIGHEST / LOWEST);
  return HEIGHT - MARGIN - part * (HEIGHT - 2 * MARGIN);
};

export class Chart {
  constructor(place) {
    this.place = place;
    this.picture = svg("svg", { role: "img", "aria-label": "The last 30 seconds of answers; the table below has the figures", height: HEIGHT });
    this.lines = Object.fromEntries(KINDS.map((kind) => [kind, svg("path", { class: kind })]));
    for (const [value, text] of MARKS) {
      this.picture.append(svg("line", { class: "mark", x1: LEFT, x2: "100%", y1: heightOf(value), y2: heightOf(value) }));
      const label = svg("text", { x: LEFT - 6, y: heightOf(value) + 4, "text-anchor": "end" });
      label.textContent = text;
      this.picture.append(label);
    }
    this.picture.append(...Object.values(this.lines));
    place.append(this.picture);
  }

  /** Draw requests: `{ began, took, kind }`, times in milliseconds. */
  draw(requests, now) {
    const width = this.place.clientWidth - LEFT;
    const strokes = Object.fromEntries(KINDS.map((kind) => [kind, ""]));
    for (const { began, took, kind } of requests) {
      const x = LEFT + width * (1 - (now - began) / (SECONDS * 1000));
      if (x >= LEFT) strokes[kind] += `M${x.toFixed(1)} ${HEIGHT - MARGIN}V${(heightOf(took) - 0.5).toFixed(1)}`;
    }
    for (const kind of KINDS) this.lines[kind].setAttribute("d", strokes[kind]);
  }
}

export const SHOWN = SECONDS * 1000;
