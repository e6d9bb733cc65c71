// What mdbook's pages lack for a keyboard and for a screen reader.
(() => {
  const skip = Object.assign(document.createElement("a"), { className: "skip", href: "#mdbook-content", textContent: "Skip to the text" });
  document.body.prepend(skip);
  const content = document.getElementById("mdbook-content");
  content.tabIndex = -1;
  skip.addEventListener("click", (event) => {
    event.preventDefault(); // an address of its own would take the reader away from the section
    content.focus();
  });

  document.getElementById("mdbook-menu-bar").setAttribute("role", "banner");
  document.getElementById("mdbook-search-wrapper").setAttribute("role", "search");
  document.getElementById("mdbook-searchbar").setAttribute("aria-label", "Search this book");

  // A hidden box's label: no key gets at it, and it may not say whether it is expanded. A button may.
  const toggle = document.getElementById("mdbook-sidebar-toggle");
  toggle.setAttribute("role", "button");
  toggle.tabIndex = 0;
  toggle.removeAttribute("for");
  toggle.addEventListener("click", () => document.getElementById("mdbook-sidebar-toggle-anchor").click());
  toggle.addEventListener("keydown", (event) => {
    if (event.key === "Enter" || event.key === " ") {
      event.preventDefault();
      toggle.click();
    }
  });

  // The corner of a table, and whatever else heads nothing, is no heading.
  document.querySelectorAll("main th:empty").forEach((head) => head.replaceWith(document.createElement("td")));

  // What scrolls sideways can be scrolled by the arrow keys, which else turn the page.
  const scrolling = new ResizeObserver((entries) => {
    for (const { target } of entries) {
      target.scrollWidth > target.clientWidth ? (target.tabIndex = 0) : target.removeAttribute("tabindex");
    }
  });
  for (const element of document.querySelectorAll("main :is(pre > code, .table-wrapper)")) {
    scrolling.observe(element);
    element.addEventListener("keydown", (event) => event.target === element && event.key.startsWith("Arrow") && event.stopPropagation());
  }

  // What the search found may be folded.
  if (new URLSearchParams(location.search).has("highlight")) {
    const unfold = () => document.querySelectorAll("main details:not([open]):has(mark)").forEach((fold) => (fold.open = true));
    new MutationObserver((_, observer) => document.querySelector("main mark") && (observer.disconnect(), unfold())).observe(content, {
      childList: true,
      subtree: true,
    });
    unfold();
  }
})();
