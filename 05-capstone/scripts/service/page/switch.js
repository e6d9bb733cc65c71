// The switch between the implementations.

import { call } from "./api.js";
import { byId, tell } from "./elements.js";

const form = byId("switch");
let inUse = null;
let asking = false;

export function begin() {
  form.addEventListener("change", async () => {
    asking = true;
    try {
      inUse = (await call("PUT", "/implementation", { body: { matching: form.elements.matching.value } })).matching;
      tell(byId("switch-problem"), null);
    } catch (error) {
      tell(byId("switch-problem"), error);
    }
    asking = false;
    form.elements.matching.value = inUse;
  });
}

/** Forget what went wrong: the service answers again. */
export function refresh() {
  tell(byId("switch-problem"), null);
}

/** What the service says of itself: somebody else may have switched. */
export function heard(health) {
  if (asking || health.matching === inUse) return;
  inUse = health.matching;
  form.elements.matching.value = inUse;
  tell(byId("switch-problem"), null);
}
