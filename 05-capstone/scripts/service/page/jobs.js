// Jobs: start, watch, cancel, and what they found.

import { call } from "./api.js";
import { byId, element, tell } from "./elements.js";
import { showResult } from "./result.js";
import { NAMES, count, counted, milliseconds } from "./words.js";

const POLL = 250;
let watched = null; // the number of the job that is watched
let cancelled = false; // somebody pressed the button: the next one is not started either

export function begin() {
  byId("start").addEventListener("click", start);
  byId("cancel").addEventListener("click", cancel);
  refresh();
}

/** Ask anew for what may have changed while the service did not answer. */
export function refresh() {
  tell(byId("job-problem"), null);
  history();
}

/** What the service says of itself: a job may run that somebody else started. */
export function heard(health) {
  if (health.running_job !== null) watch(health.running_job);
}

async function start() {
  cancelled = false;
  try {
    const job = await call("POST", "/jobs");
    tell(byId("job-problem"), null);
    byId("job-status").textContent = `Job ${job.number} has started.`;
    watch(job.number);
  } catch (error) {
    tell(byId("job-problem"), error);
  }
}

async function cancel() {
  cancelled = true;
  try {
    await call("POST", `/jobs/${watched}/cancel`);
  } catch (error) {
    if (error.status !== 409) tell(byId("job-problem"), error); // 409: it was quicker
  }
}

async function watch(number) {
  if (watched !== null) return;
  watched = number;
  byId("cancel").disabled = false;
  byId("running").hidden = false;
  const began = performance.now(); // not by the service's clock: it may be another one
  let quarter = 0;
  try {
    for (;;) {
      const job = await call("GET", `/jobs/${number}`);
      if (job.state !== "running") {
        ended(job);
        break;
      }
      byId("progress").max = Math.max(job.total, 1);
      byId("progress").value = job.done;
      const lasted = milliseconds(performance.now() - began);
      byId("done").textContent = `Job ${number} on ${NAMES[job.matching]}: ${count(job.done)} of ${count(job.total)} customers, ${lasted}`;
      if (Math.floor((4 * job.done) / job.total) > quarter) {
        quarter = Math.floor((4 * job.done) / job.total);
        byId("job-status").textContent = `Job ${number}: ${25 * quarter} %`;
      }
      await new Promise((resolve) => setTimeout(resolve, POLL));
    }
  } catch (error) {
    tell(byId("job-problem"), error);
  }
  watched = null;
  if (document.activeElement === byId("cancel")) byId("start").focus();
  byId("cancel").disabled = true;
  byId("running").hidden = true;
  await history();
}

function ended(job) {
  byId("job-status").textContent = `Job ${job.number} is ${job.state}${job.state === "finished" ? `: ${counted(job.pairs, "pair", "pairs")}` : ""}.`;
  if (job.state === "failed") tell(byId("job-problem"), new Error(`Job ${job.number} failed: ${job.problem}`));
  if (byId("again").checked && job.state === "finished" && !cancelled) setTimeout(start);
}

async function history() {
  try {
    const { jobs } = await call("GET", "/jobs", { query: { limit: 6 } });
    byId("no-jobs").hidden = jobs.length > 0;
    byId("history").hidden = jobs.length === 0;
    byId("history").tBodies[0].replaceChildren(...jobs.map(row));
  } catch (error) {
    tell(byId("job-problem"), error);
  }
}

function row(job) {
  const lasted = job.ended ? milliseconds(Date.parse(job.ended) - Date.parse(job.started)) : "–";
  const found = () => showResult(job);
  const pairs = counted(job.pairs ?? 0, "pair", "pairs");
  const outcome =
    job.state === "finished"
      ? element("button", { type: "button", "aria-label": `${pairs}, result of job ${job.number}`, onclick: found }, pairs)
      : job.state;
  const cells = [NAMES[job.matching], lasted, outcome].map((content) => element("td", {}, content));
  return element("tr", {}, element("th", { scope: "row" }, String(job.number)), ...cells);
}
