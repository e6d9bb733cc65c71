// Elements are made here and nowhere else. Texts become text nodes, never HTML: a customer may be called <img onerror=…>.

export const byId = (id) => document.getElementById(id);

export function element(tag, attributes, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes ?? {})) {
    if (name.startsWith("on")) made.addEventListener(name.slice(2), value);
    else if (value !== undefined && value !== false) made.setAttribute(name, value === true ? "" : value);
  }
  made.append(...children);
  return made;
}

/** A bar from 0 to 1; the number stands beside it, so it says nothing to who cannot see it. */
export function bar(part) {
  const made = element("span", { class: "bar", "aria-hidden": "true" });
  made.style.setProperty("--part", String(part));
  return made;
}

/** Show what went wrong in its place, or nothing. */
export function tell(place, error) {
  place.textContent = error ? error.message : "";
  place.hidden = !error;
}

/** Call a function a little after the last of several events. */
export function settled(action, delay = 150) {
  let timer;
  return () => {
    clearTimeout(timer);
    timer = setTimeout(action, delay);
  };
}
