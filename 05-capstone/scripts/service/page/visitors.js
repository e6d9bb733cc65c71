// Visitors besides the one who looks at the page. Each looks for a customer and waits for the answer, again and again, once a second at most.

import { call } from "./api.js";
import { byId, element, tell } from "./elements.js";
import { milliseconds } from "./words.js";

const EVERY = 1000;
const SHOWN = 5000; // the figures are those of the last seconds
const PAGE = 100; // customers that are fetched at once, to be looked for

// A browser has six connections to a service and holds back itself what goes beyond. So six of the visitors' requests are under way at most, and
// who comes while they are waits in a queue, here, where that is counted. The page's own requests must not wait behind them; that freeze would
// be the browser's. Hence `omit`: what is sent without credentials (there are none anyway) gets connections of its own.
const MOST = 6;
const APART = { credentials: "omit" };

const field = byId("visitors");
const there = new Map(); // visitors by number, and since when they wait for an answer, or null
const queue = [];
let under = 0;
let answered = []; // of the last seconds: { ended, took }
let people = []; // customers to be looked for
let total = 0; // customers of the directory, as far as is known
let fetching = null;

export function begin() {
  field.addEventListener("input", () => {
    refresh();
    come();
  });
  field.addEventListener("change", () => (field.value = String(wanted())));
  document.addEventListener("visibilitychange", come);
  setInterval(() => there.size && write(), 500);
}

/** Forget what went wrong: the service answers again. */
export function refresh() {
  tell(byId("visitors-problem"), null);
}

const wanted = () => (document.hidden ? 0 : Math.min(Math.max(Math.trunc(Number(field.value)) || 0, 0), Number(field.max)));
const pause = (time) => new Promise((resolve) => setTimeout(resolve, time));

/** Let come who is not there yet; who is too many leaves after the answer. */
function come() {
  for (let number = 0; number < wanted(); number += 1) if (!there.has(number)) visit(number);
}

async function visit(number) {
  there.set(number, null);
  try {
    await pause(Math.random() * EVERY); // not all of them in the same moment
    while (number < wanted()) {
      const { id, ...record } = await somebody(); // without its id, or it would not be found itself
      const began = performance.now();
      there.set(number, began);
      await inTurn(async () => {
        if (number >= wanted()) return;
        await call("POST", "/matches", { body: record, ...APART });
        const ended = performance.now();
        answered.push({ ended, took: ended - began });
      });
      there.set(number, null);
      await pause(began + EVERY - performance.now());
    }
  } catch (error) {
    field.value = "0";
    tell(byId("visitors-problem"), new Error(`The visitors have left. ${error.message}`));
  }
  there.delete(number);
  write();
}

/** Do something as soon as it is one of the `MOST` that are under way. */
async function inTurn(work) {
  if (under < MOST) under += 1;
  else await new Promise((go) => queue.push(go)); // who is done hands its place on
  try {
    return await work();
  } finally {
    if (queue.length) queue.shift()();
    else under -= 1;
  }
}

/** A customer at random: of a page from anywhere in the directory, and when all of it were looked for, of another. */
async function somebody() {
  while (!people.length) await (fetching ??= fetchPeople().finally(() => (fetching = null)));
  return people.splice(Math.floor(Math.random() * people.length), 1)[0];
}

async function fetchPeople() {
  const offset = Math.floor(Math.random() * Math.max(total - PAGE + 1, 1));
  const page = await inTurn(() => call("GET", "/customers", { query: { offset, limit: PAGE }, ...APART }));
  if (!page.total) throw new Error("There are no customers to look for.");
  ({ total, items: people } = page);
}

function write() {
  const now = performance.now();
  answered = there.size ? answered.filter(({ ended }) => now - ended < SHOWN) : [];
  const waits = [...there.values()].filter((since) => since !== null).map((since) => now - since);
  const times = answered.map(({ took }) => took).toSorted((left, right) => left - right);
  const median = times.length ? milliseconds(times[Math.ceil(times.length / 2) - 1]) : "–";
  const longest = times.length + waits.length ? milliseconds(Math.max(...times, ...waits)) : "–"; // also of those who wait now
  const figures = [(times.length / (SHOWN / 1000)).toFixed(1), median, longest, String(waits.length)];
  byId("visits").hidden = !there.size;
  byId("visits").tBodies[0].rows[0].replaceChildren(...figures.map((text) => element("td", {}, text)));
}
