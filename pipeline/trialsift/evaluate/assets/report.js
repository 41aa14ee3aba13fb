"use strict";
(() => {
  const form = document.getElementById("filter");
  const rows = Array.from(document.querySelectorAll(".errors > li"));
  const output = form.querySelector("output");
  const fields = ["label", "kind", "layout", "section", "part"];
  const words = new Map();
  const wordsOf = (row) => {
    if (!words.has(row)) words.set(row, row.textContent.toLowerCase());
    return words.get(row);
  };
  const apply = () => {
    const wanted = fields.map((name) => [name, form.elements[name].value]).filter(([, value]) => value);
    const text = form.elements.text.value.trim().toLowerCase();
    let shown = 0;
    for (const row of rows) {
      const fits = wanted.every(([name, value]) => row.dataset[name] === value) && (!text || wordsOf(row).includes(text));
      row.hidden = !fits;
      if (fits) shown += 1;
    }
    output.textContent = `${shown.toLocaleString("en")} of ${rows.length.toLocaleString("en")}`;
  };
  // A count in the table of kinds leads to "#errors:label=DOSE&kind=missed".
  const follow = () => {
    const [place, query] = location.hash.slice(1).split(":");
    if (place !== "errors" || !query) return;
    form.reset();
    for (const [name, value] of new URLSearchParams(query)) {
      if (fields.includes(name)) form.elements[name].value = value;
    }
    apply();
    document.getElementById("errors").scrollIntoView();
  };
  form.hidden = false;
  form.addEventListener("input", apply);
  form.addEventListener("reset", () => setTimeout(apply));
  form.addEventListener("submit", (event) => event.preventDefault());
  window.addEventListener("hashchange", follow);
  apply();
  follow();
})();
