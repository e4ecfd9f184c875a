// Comfort for the html report: filtering, unfolding, copying. The page is whole without it.
"use strict";
(() => {
  const checks = [...document.querySelectorAll("details.check")];
  const form = document.getElementById("filter");

  const openTarget = () => {
    const target = checks.find((check) => "#" + check.id === location.hash);
    if (target) {
      target.hidden = false;
      target.open = true;
      target.scrollIntoView();
    }
  };

  const fold = (open) => {
    for (const check of checks) {
      if (!check.hidden) check.open = open;
    }
  };

  if (form) {
    const chosen = (name) => document.getElementById("filter-" + name)?.value ?? "";
    const texts = new Map();
    const textOf = (check) => {
      if (!texts.has(check)) texts.set(check, check.textContent.toLowerCase());
      return texts.get(check);
    };
    const holds = (list, word) => word === "" || list.split(" ").includes(word);
    const filter = () => {
      const words = chosen("text").toLowerCase().split(/\s+/).filter((word) => word !== "");
      let shown = 0;
      for (const check of checks) {
        const match = holds(check.dataset.outcome, chosen("outcome")) &&
          holds(check.dataset.levels, chosen("level")) &&
          holds(check.dataset.tags, chosen("tag")) &&
          words.every((word) => textOf(check).includes(word));
        check.hidden = !match;
        shown += match ? 1 : 0;
      }
      document.getElementById("filter-count").textContent =
        shown + " of " + checks.length + (checks.length === 1 ? " check" : " checks") + " shown";
    };
    form.hidden = false;
    form.addEventListener("input", filter);
    form.addEventListener("submit", (event) => event.preventDefault());
    form.addEventListener("reset", () => setTimeout(filter));
    document.getElementById("expand").addEventListener("click", () => fold(true));
    document.getElementById("collapse").addEventListener("click", () => fold(false));
    filter();
  }

  const select = (element) => {
    const range = document.createRange();
    range.selectNodeContents(element);
    getSelection().removeAllRanges();
    getSelection().addRange(range);
  };
  const copy = async (code) => {
    try {
      await navigator.clipboard.writeText(code.textContent);
      return true;
    } catch {
      select(code);  // where a page may not write to the clipboard, the reader can
      return document.execCommand("copy");
    }
  };
  for (const button of document.querySelectorAll("button.copy")) {
    button.hidden = false;
    button.setAttribute("aria-live", "polite");
    button.addEventListener("click", async () => {
      const copied = await copy(button.parentElement.querySelector("code"));
      button.textContent = copied ? "Copied" : "Selected";
      setTimeout(() => { button.textContent = "Copy"; }, 2000);
    });
  }

  // On paper nothing can be unfolded.
  let folded = [];
  addEventListener("beforeprint", () => {
    folded = checks.filter((check) => !check.open);
    for (const check of folded) check.open = true;
  });
  addEventListener("afterprint", () => {
    for (const check of folded) check.open = false;
  });

  addEventListener("hashchange", openTarget);
  addEventListener("click", (event) => {
    if (event.target.closest('a[href^="#check-"]')) setTimeout(openTarget);  // also a second time
  });
  openTarget();
})();
