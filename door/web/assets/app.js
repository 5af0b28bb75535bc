// What the pages do quicker with script than without. Everything here works
// without it too, by asking the server.
document.documentElement.classList.add("js");

// A press that is under way is not pressed again; the server would do it once
// anyway, by the form's key.
document.addEventListener("submit", (e) => {
  const form = e.target;
  if (form.method !== "post" || form.dataset.busy) {
    if (form.dataset.busy) e.preventDefault();
    return;
  }
  form.dataset.busy = "1";
  setTimeout(() => delete form.dataset.busy, 10000); // should the answer never come
});
addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-busy]")) delete form.dataset.busy;
});

// A row more: the last one again, empty, under the next number.
function addRow(name) {
  const body = document.querySelector(`tbody[data-rows="${CSS.escape(name)}"]`);
  const last = body.rows[body.rows.length - 1];
  const row = last.cloneNode(true);
  for (const input of row.querySelectorAll("input, select, textarea")) {
    const [, n, rest] = input.name.slice(name.length).match(/^\.(\d+)(.*)$/);
    input.name = input.id = `${name}.${Number(n) + 1}${rest}`;
    const label = input.getAttribute("aria-label");
    if (label) input.setAttribute("aria-label", label.replace(/\d+(?!.*\d)/, Number(n) + 2));
    input.value = "";
    input.removeAttribute("aria-invalid");
    input.removeAttribute("aria-describedby");
  }
  for (const error of row.querySelectorAll(".error")) error.remove();
  body.append(row);
  return row;
}

document.addEventListener("click", (e) => {
  const add = e.target.closest("button[data-add]");
  if (add) {
    e.preventDefault();
    addRow(add.dataset.add).querySelector("input, select")?.focus();
  }
  if (e.target.closest("button[data-print]")) print();
});

// A table that is wider than its place scrolls there, and so the keyboard can
// come to it; others keep their head in view while the page scrolls.
const places = new ResizeObserver((seen) => {
  for (const { target: box } of seen) {
    box.classList.remove("wide");
    const wide = box.scrollWidth > box.clientWidth;
    box.classList.toggle("wide", wide);
    if (wide) box.tabIndex = 0;
    else box.removeAttribute("tabindex");
  }
});
for (const box of document.querySelectorAll(".sheet:not([tabindex]), .paper")) places.observe(box);

// Whoever types in the last row is given another.
document.addEventListener("input", (e) => {
  const row = e.target.closest("tbody[data-rows] > tr");
  if (row && row === row.parentNode.rows[row.parentNode.rows.length - 1]) addRow(row.parentNode.dataset.rows);
});

// Passkeys have a module of their own, fetched only where there are any.
if (document.querySelector("form[data-passkey]")) {
  import(document.querySelector("form[data-passkey]").dataset.module).then((m) => m.begin());
}
// On paper nobody unfolds a line: the first two levels of an explanation are
// opened for it, and closed again after.
let opened = [];
addEventListener("beforeprint", () => {
  opened = [...document.querySelectorAll(".explanation > details:not([open])")];
  for (const line of opened) line.open = true;
});
addEventListener("afterprint", () => {
  for (const line of opened) line.open = false;
});
