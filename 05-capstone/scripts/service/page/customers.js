// The whole directory, page by page.

import { call } from "./api.js";
import { byId, element, settled, tell } from "./elements.js";
import { showPage } from "./pager.js";
import { searchFor } from "./search.js";
import { nameOf, placeOf } from "./words.js";

const HOW = "There are no customers yet. Upload some: curl --data-binary @customers.csv -H 'Content-Type: text/csv' ";
let latest = 0;

export function begin() {
  byId("text").addEventListener("input", settled(show));
  byId("filter").addEventListener("submit", (event) => {
    event.preventDefault();
    show();
  });
}

export async function show() {
  const mine = ++latest;
  const text = byId("text").value;
  try {
    await showPage(byId("customers-list"), {
      fetchPage: (query) => call("GET", "/customers", { query: { text, ...query } }),
      shown,
      empty: text ? "Nobody has this text in a field." : `${HOW}${location.origin}/customers/upload`,
      label: "Pages of customers",
      stale: () => mine !== latest,
    });
    if (mine === latest) tell(byId("customers-problem"), null);
  } catch (error) {
    if (mine === latest) tell(byId("customers-problem"), error);
  }
}

function shown(customer) {
  const name = nameOf(customer);
  return element(
    "div",
    { class: "row" },
    element("div", {}, element("strong", {}, name), element("p", { class: "quiet" }, `${customer.id}: ${placeOf(customer)}`)),
    element("button", { type: "button", "aria-label": `Find similar to ${name}`, onclick: () => searchFor(customer) }, "Find similar"),
  );
}
