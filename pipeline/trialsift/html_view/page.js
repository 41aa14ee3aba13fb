"use strict";
(() => {
  const text = document.getElementById("text");
  const note = document.getElementById("note");
  const hint = note.textContent;
  const shown = (mark) => {
    const label = document.getElementById("show-" + mark.dataset.l);
    const layer = document.getElementById("layer-" + mark.dataset.k);
    return (!label || label.checked) && (!layer || layer.checked);
  };
  const markAt = (node) => (node instanceof Element ? node.closest("mark") : null);
  const describe = (mark) => {
    const notes = [];
    for (let at = mark; at; at = markAt(at.parentElement)) {
      if (shown(at)) notes.push(at.dataset.note);
    }
    note.textContent = notes.join("\n") || hint;
  };
  const openFact = (mark) => {
    const target = mark.dataset.to && document.getElementById(mark.dataset.to);
    if (!target) return;
    for (let at = target.closest("details"); at; at = at.parentElement.closest("details")) at.open = true;
    location.hash = mark.dataset.to;
    target.querySelector("a")?.focus({ preventScroll: true });
  };
  const step = (by) => {
    const marks = [...text.querySelectorAll("mark[id]")].filter(shown);
    if (!marks.length) return;
    const here = marks.indexOf(markAt(document.activeElement));
    const next = marks[here < 0 ? (by > 0 ? 0 : marks.length - 1) : (here + by + marks.length) % marks.length];
    next.focus();
    next.scrollIntoView({ block: "center" });
  };
  document.addEventListener("mouseover", (event) => {
    const mark = markAt(event.target);
    if (mark) describe(mark);
  });
  document.addEventListener("focusin", (event) => {
    const mark = markAt(event.target);
    if (mark) describe(mark);
  });
  document.addEventListener("click", (event) => {
    const mark = markAt(event.target);
    if (mark && !String(getSelection())) openFact(mark);
  });
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "n") step(1);
    else if (event.key === "p") step(-1);
    else if (event.key === "Enter" && markAt(document.activeElement)) openFact(document.activeElement);
    else return;
    event.preventDefault();
  });
  const first = text.querySelector("mark[id]");
  if (first) first.tabIndex = 0;
})();
