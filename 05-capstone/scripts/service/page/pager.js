// A list that comes from the service page by page.

import { element } from "./elements.js";
import { count } from "./words.js";

const SIZE = 10;

/**
 * Show a page of a list in `place`, with buttons to go on and back.
 *
 * `fetchPage(query)` asks the service; `shown(item)` makes an item's element; `empty` is what to say if there are none; `stale()` says that
 * nobody wants it any more.
 */
export async function showPage(place, { fetchPage, shown, empty, label, stale = () => false }, offset = 0, focus = null) {
  const page = await fetchPage({ offset, limit: SIZE });
  const items = await Promise.all(page.items.map(shown));
  if (stale()) return;
  if (!page.total) {
    place.replaceChildren(element("p", { class: "quiet" }, empty));
    return;
  }
  const go = (to, name) => {
    const options = { fetchPage, shown, empty, label, stale };
    showPage(place, options, to, name).catch((error) => place.append(element("p", { class: "problem", role: "alert" }, error.message)));
  };
  const turn = (name, to, possible) => element("button", { type: "button", disabled: !possible, onclick: () => go(to, name) }, name);
  const buttons = [
    turn("First", 0, offset > 0),
    turn("Previous", Math.max(0, offset - SIZE), offset > 0),
    turn("Next", offset + SIZE, page.next !== null),
  ];
  const range = element("span", { role: "status" }, `${count(offset + 1)} to ${count(offset + page.items.length)} of ${count(page.total)}`);
  place.replaceChildren(
    element("ol", { start: String(offset + 1), class: "list" }, ...items.map((item) => element("li", {}, item))),
    element("nav", { class: "buttons", "aria-label": label }, ...buttons, range),
  );
  if (focus) (buttons.find((button) => button.textContent === focus && !button.disabled) ?? buttons.find((button) => !button.disabled))?.focus();
}
