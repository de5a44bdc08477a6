// Adds a field above each table that may be filtered; without script all rows simply show.
for (const box of document.querySelectorAll("[data-filter]")) {
  const rows = [...box.querySelectorAll("tbody tr")];
  const texts = rows.map((row) => row.textContent.toLowerCase());
  const label = document.createElement("label");
  const field = document.createElement("input");
  const count = document.createElement("output");
  field.type = "search";
  field.placeholder = "words, all of them";
  label.append("Filter rows ", field);
  const bar = document.createElement("div");
  bar.className = "filter";
  bar.append(label, " ", count);
  box.prepend(bar);
  const update = () => {
    const words = field.value.toLowerCase().split(/\s+/).filter(Boolean);
    let shown = 0;
    rows.forEach((row, i) => {
      row.hidden = !words.every((word) => texts[i].includes(word));
      if (!row.hidden) shown += 1;
    });
    count.textContent = `${shown} of ${rows.length}`;
  };
  field.addEventListener("input", update);
  update();
}
// A picture that is wider than its box is a stop for the keyboard, to be scrolled with the arrows; others are not.
const boxes = new ResizeObserver((entries) => {
  for (const entry of entries) {
    const target = entry.target.closest(".card");
    if (target.scrollWidth > target.clientWidth) target.tabIndex = 0;
    else target.removeAttribute("tabindex");
  }
});
for (const box of document.querySelectorAll(".card")) {
  boxes.observe(box);
  boxes.observe(box.firstElementChild);
}
// On paper everything is open; afterwards it is as it was.
let closed = [];
addEventListener("beforeprint", () => {
  closed = [...document.querySelectorAll("details:not([open])")];
  for (const details of closed) details.open = true;
});
addEventListener("afterprint", () => {
  for (const details of closed) details.open = false;
});
