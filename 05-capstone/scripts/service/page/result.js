// What a job found: pairs with their records side by side, or persons with all their records.

import { call, customer } from "./api.js";
import { bar, byId, element } from "./elements.js";
import { showPage } from "./pager.js";
import { FIELDS, count, counted, nameOf, placeOf, score } from "./words.js";

const KINDS = {
  pairs: { shown: pair, empty: "No two customers are likely the same person.", label: "Pages of pairs" },
  clusters: { shown: cluster, empty: "Nobody has several records.", label: "Pages of persons" },
};
let job = null;
let latest = 0;

export function begin() {
  byId("result-kind").addEventListener("change", show);
}

/** Show the result of a job that is finished. */
export async function showResult(finished) {
  job = finished;
  byId("result-title").textContent =
    `Job ${job.number}: ${counted(job.pairs, "pair", "pairs")} of ${count(job.compared)} compared, ${counted(job.clusters, "person", "persons")} with several records`;
  byId("result").hidden = false;
  await show();
  byId("result").focus();
}

async function show() {
  const mine = ++latest;
  const kind = byId("result-kind").elements.kind.value;
  const fetchPage = (query) => call("GET", `/jobs/${job.number}/${kind}`, { query });
  try {
    await showPage(byId("result-list"), { fetchPage, ...KINDS[kind], stale: () => mine !== latest });
  } catch (error) {
    byId("result-list").replaceChildren(element("p", { class: "problem", role: "alert" }, error.message));
  }
}

async function pair({ left, right, score: alike }) {
  const [one, other] = await Promise.all([customer(left), customer(right)]);
  const rows = Object.entries({ id: "Id", ...FIELDS })
    .filter(([name]) => one[name] || other[name])
    .map(([name, label]) => {
      const differs = name !== "id" && one[name] !== other[name];
      const cells = [one, other].map((each) => element("td", {}, differs && each[name] ? element("mark", {}, each[name]) : each[name] || "–"));
      return element("tr", {}, element("th", { scope: "row" }, label), ...cells);
    });
  const heads = ["Field", "One record", "The other"].map((text) => element("th", { scope: "col" }, text));
  return element(
    "details",
    {},
    element("summary", {}, element("span", { class: "score" }, bar(alike), score(alike)), ` ${nameOf(one)} and ${nameOf(other)}`),
    element("table", {}, element("thead", {}, element("tr", {}, ...heads)), element("tbody", {}, ...rows)),
  );
}

async function cluster(ids) {
  const records = await Promise.all(ids.map(customer));
  const lines = records.map((each) => element("li", {}, element("strong", {}, nameOf(each)), ` ${each.id}: ${placeOf(each)}`));
  return element("div", {}, element("p", {}, counted(ids.length, "record", "records")), element("ul", {}, ...lines));
}
