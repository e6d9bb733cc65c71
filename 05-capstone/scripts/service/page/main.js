// Puts the page together. All that the page knows of the service's state comes with the answers that are measured anyway.

import * as customers from "./customers.js";
import { byId, tell } from "./elements.js";
import * as jobs from "./jobs.js";
import * as latency from "./latency.js";
import * as result from "./result.js";
import * as search from "./search.js";
import * as implementation from "./switch.js";
import * as visitors from "./visitors.js";
import { NAMES, counted } from "./words.js";

let known = null; // how many customers there were when the list was fetched
let summary = "";

function heard(health) {
  if (!byId("gone").hidden) {
    tell(byId("gone"), null);
    jobs.refresh();
    implementation.refresh();
    visitors.refresh();
    known = null;
  }
  const job = health.running_job === null ? "no job runs" : `job ${health.running_job} runs`;
  const said = `${counted(health.customers, "customer", "customers")}, ${NAMES[health.matching]} does the matching, ${job}`;
  if (said !== summary) byId("summary").textContent = summary = said;
  implementation.heard(health);
  jobs.heard(health);
  if (health.customers !== known) {
    known = health.customers;
    customers.show();
  }
}

function silent(problem) {
  if (byId("gone").textContent !== problem) tell(byId("gone"), new Error(problem));
}

for (const part of [implementation, visitors, jobs, result, search, customers]) part.begin();
latency.begin(heard, silent);
