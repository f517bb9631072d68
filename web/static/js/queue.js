// The queue by keyboard: j and k move, Enter opens, / searches. The list may be replaced under us.
import { onKeys } from "./keys.js";

const rows = () => [...document.querySelectorAll(".calls tbody tr")];
let chosen = null;

function show() {
  for (const row of rows()) row.setAttribute("aria-selected", String(row.dataset.id === chosen));
}

function move(step) {
  const all = rows();
  if (!all.length) return;
  const at = all.findIndex((row) => row.dataset.id === chosen);
  const next = all[Math.min(all.length - 1, Math.max(0, at + step))];
  chosen = next.dataset.id;
  show();
  next.scrollIntoView({ block: "nearest" });
}

const open = () => rows().find((row) => row.dataset.id === chosen)?.querySelector(".row-link").click();

onKeys({
  j: () => move(1), ArrowDown: () => move(1), k: () => move(-1), ArrowUp: () => move(-1),
  Enter: open, "/": () => document.querySelector("[type=search]").focus(),
});
document.body.addEventListener("htmx:afterSettle", show);
for (const select of document.querySelectorAll(".filters select")) {
  select.addEventListener("change", () => select.form.requestSubmit());
}
document.body.dataset.ready = "true"; // tests wait for it
