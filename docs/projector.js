// For a projector: large, black on white, no sidebar. `?projector` behind a page's address or the key Z switches it on, Z switches it off again;
// the browser remembers it from page to page.
(() => {
  const root = document.documentElement;
  const kept = "hot-modules-projector";
  const remember = (value) => {
    try {
      value === null ? localStorage.removeItem(kept) : localStorage.setItem(kept, value);
    } catch {} // no storage: it lasts as long as the page
  };
  const remembered = () => {
    try {
      return localStorage.getItem(kept);
    } catch {
      return null;
    }
  };
  // The light theme's colours of code go with it; the reader's own theme comes back afterwards.
  const themed = ["light", "rust", "coal", "navy", "ayu"];
  const show = (on) => {
    if (on && !root.classList.contains("projector")) {
      root.dataset.before = themed.find((name) => root.classList.contains(name)) ?? "light";
      swap(root.dataset.before, "light");
    } else if (!on && root.dataset.before) {
      swap("light", root.dataset.before);
    }
    root.classList.toggle("projector", on);
  };
  const swap = (from, to) => {
    root.classList.replace(from, to);
    const dark = ["coal", "navy"].includes(to);
    for (const [id, wanted] of [["highlight", !dark && to !== "ayu"], ["tomorrow-night", dark], ["ayu-highlight", to === "ayu"]]) {
      const sheet = document.getElementById(`mdbook-${id}-css`);
      if (sheet) sheet.disabled = !wanted;
    }
  };
  if (new URLSearchParams(location.search).has("projector")) remember("on");
  show(remembered() === "on");
  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest?.("input, textarea, select, [contenteditable]");
    if (event.key === "Z" && !typing && !event.ctrlKey && !event.altKey && !event.metaKey) {
      const on = !root.classList.contains("projector");
      remember(on ? "on" : null);
      show(on);
    }
  });
})();
