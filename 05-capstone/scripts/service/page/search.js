// The search: a record is typed, the customers most like it come with what each field says.

import { call } from "./api.js";
import { bar, byId, element, settled, tell } from "./elements.js";
import { FIELDS, counted, milliseconds, nameOf, placeOf, score } from "./words.js";

const form = byId("record");
const status = byId("search-status");
const SLOW = 300; // milliseconds after which one is told that there is no answer yet
let itself = ""; // the id of the customer that the form was filled from: it is not to be found itself
let under = new AbortController();

export function begin() {
  for (const [name, label] of Object.entries(FIELDS)) {
    const input = element("input", { id: `field-${name}`, name, maxlength: "200", autocapitalize: "off", spellcheck: "false" });
    byId("fields").append(element("div", {}, element("label", { for: input.id }, label), input));
  }
  const soon = settled(search);
  form.addEventListener("input", () => {
    byId("least-value").textContent = Number(byId("least").value).toFixed(2);
    soon();
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    search();
  });
  form.addEventListener("reset", () => {
    itself = "";
    setTimeout(() => form.dispatchEvent(new Event("input")));
  });
}

/** Look for whoever is like a customer. */
export function searchFor(customer) {
  itself = customer.id;
  for (const name of Object.keys(FIELDS)) form.elements[name].value = customer[name];
  byId("search").scrollIntoView();
  form.elements.given_name.focus({ preventScroll: true });
  search();
}

async function search() {
  under.abort();
  under = new AbortController();
  const { signal } = under;
  const wanted = Object.fromEntries(Object.keys(FIELDS).map((name) => [name, form.elements[name].value]));
  if (!Object.values(wanted).some((text) => text.trim())) {
    byId("matches").replaceChildren();
    tell(byId("search-problem"), null);
    status.textContent = "Type a name to begin.";
    return;
  }
  const began = performance.now();
  const slow = setTimeout(() => (status.textContent = "No answer yet …"), SLOW);
  try {
    const query = { min_score: byId("least").value };
    const { matches } = await call("POST", "/matches", { body: { id: itself, ...wanted }, query, signal });
    if (signal.aborted) return;
    const took = milliseconds(performance.now() - began);
    tell(byId("search-problem"), null);
    byId("matches").replaceChildren(...matches.map((match) => shown(match, wanted)));
    status.textContent = matches.length
      ? `${counted(matches.length, "customer", "customers")}${matches.length === 10 ? ", the most alike," : ""} in ${took}`
      : `Nobody is that much alike (${took}). A lower score finds more.`;
  } catch (error) {
    if (error.name === "AbortError") return;
    byId("matches").replaceChildren();
    status.textContent = "";
    tell(byId("search-problem"), error);
  } finally {
    clearTimeout(slow);
  }
}

function shown(match, wanted) {
  const rows = Object.entries(FIELDS)
    .filter(([name]) => name in match.similarities)
    .map(([name, label]) => {
      const alike = match.similarities[name];
      return element(
        "tr",
        {},
        element("th", { scope: "row" }, label),
        element("td", {}, match.customer[name]),
        element("td", {}, element("span", { class: "score" }, bar(alike), score(alike))),
      );
    });
  // What only one of the two has says nothing for or against.
  const unknown = Object.entries(FIELDS).filter(([name]) => wanted[name] && !(name in match.similarities));
  const left = unknown.length ? [element("p", { class: "quiet" }, `Not known of this customer: ${unknown.map(([, label]) => label).join(", ")}`)] : [];
  return element(
    "li",
    {},
    element("p", { class: "who" }, element("strong", {}, nameOf(match.customer)), element("span", { class: "score" }, bar(match.score), score(match.score))),
    element("p", { class: "quiet" }, `${match.customer.id}: ${placeOf(match.customer)}`),
    element(
      "details",
      { open: true },
      element("summary", {}, "Why"),
      element(
        "table",
        {},
        element("thead", {}, element("tr", {}, ...["Field", "This customer’s", "How alike"].map((text) => element("th", { scope: "col" }, text)))),
        element("tbody", {}, ...rows),
      ),
      ...left,
    ),
  );
}
