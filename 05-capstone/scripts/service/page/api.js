// Calls the service. What it refuses comes as an exception whose message is the service's own sentence.

export class Refused extends Error {
  constructor(status, message) {
    super(message);
    this.status = status;
  }
}

export async function call(method, path, { body, query, ...how } = {}) {
  const known = Object.entries(query ?? {}).filter(([, value]) => value !== undefined && value !== "");
  const address = known.length ? `${path}?${new URLSearchParams(known)}` : path;
  const json = body === undefined ? {} : { body: JSON.stringify(body), headers: { "Content-Type": "application/json" } };
  let answer;
  try {
    answer = await fetch(address, { method, cache: "no-store", ...how, ...json });
  } catch (error) {
    if (error.name === "AbortError") throw error;
    throw new Refused(0, "The service does not answer. Is it still running?");
  }
  const said = await answer.json().catch(() => null);
  if (!answer.ok) throw new Refused(answer.status, said?.detail ?? `The service answers ${answer.status}.`);
  return said;
}

const found = new Map();

/** A customer by its id, each asked for once: customers do not change. */
export function customer(id) {
  if (!found.has(id)) {
    if (found.size > 2000) found.clear();
    const asked = call("GET", `/customers/${encodeURIComponent(id).replaceAll(".", "%2E")}`);
    asked.catch(() => found.delete(id));
    found.set(id, asked);
  }
  return found.get(id);
}
