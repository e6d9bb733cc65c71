// How long the service takes to answer, while no job runs and while one does, on either implementation.

import { SHOWN, Chart } from "./chart.js";
import { byId, element } from "./elements.js";
import { count, milliseconds } from "./words.js";

const ROWS = { recent: "The last 30 s", idle: "No job", python: "A job on Python", rust: "A job on Rust" };
const MOST = 10_000; // more of a kind are not kept

let answered = []; // of the last half minute: { began, took, kind }
let kept = { idle: [], python: [], rust: [] };
const under = new Map();
let changed = false;

/** Start to measure; `heard(health)` is called with what the service says of itself, `silent(problem)` if it does not. */
export function begin(heard, silent) {
  const chart = new Chart(byId("chart"));
  const worker = new Worker("/page/probe.js", { type: "module" });
  worker.onmessage = ({ data }) => note(data, heard, silent);
  const tellWorker = () => worker.postMessage({ hidden: document.hidden });
  document.addEventListener("visibilitychange", tellWorker);
  tellWorker();
  byId("forget").addEventListener("click", () => {
    kept = { idle: [], python: [], rust: [] };
    answered = [];
    changed = true;
  });
  // Who does not want things to move gets a new picture once a second.
  const calm = matchMedia("(prefers-reduced-motion: reduce)");
  let drawn = 0;
  let written = 0;
  const frame = (time) => {
    if (time - drawn >= (calm.matches ? 1000 : 50)) {
      drawn = time;
      draw(chart);
    }
    if (changed && time - written >= (calm.matches ? 1000 : 500)) {
      written = time;
      changed = false;
      write();
    }
    requestAnimationFrame(frame);
  };
  write();
  requestAnimationFrame(frame);
}

function note(request, heard, silent) {
  if (request.gone) {
    under.delete(request.id);
    silent("The service does not answer. This page tries again each second.");
  } else if (request.took === undefined) {
    under.set(request.id, request.began);
  } else {
    under.delete(request.id);
    if (!request.health) return silent("The service answers, but not as it should. Its log says why.");
    const kind = request.health.running_job === null ? "idle" : request.health.matching;
    answered.push({ ...request, kind });
    kept[kind].push(request.took);
    if (kept[kind].length > MOST) kept[kind].shift();
    changed = true;
    heard(request.health);
  }
}

function draw(chart) {
  const now = performance.timeOrigin + performance.now();
  answered = answered.filter((request) => now - request.began < SHOWN);
  const waiting = [...under.values()].map((began) => ({ began, took: now - began, kind: "pending" }));
  chart.draw([...answered, ...waiting], now);
}

function write() {
  const rows = { recent: answered.map((request) => request.took), ...kept };
  byId("latest-value").textContent = answered.length ? milliseconds(answered.at(-1).took) : "–";
  byId("latencies").tBodies[0].replaceChildren(
    ...Object.entries(ROWS).map(([kind, name]) => {
      const sorted = rows[kind].toSorted((left, right) => left - right);
      const at = (part) => (sorted.length ? milliseconds(sorted[Math.max(0, Math.ceil(part * sorted.length) - 1)]) : "–");
      const cells = [count(sorted.length), at(0.5), at(0.99), at(1)].map((text) => element("td", {}, text));
      return element("tr", { class: kind }, element("th", { scope: "row" }, name), ...cells);
    }),
  );
}
