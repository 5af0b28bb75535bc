// Files dropped on the page of sheets are looked at, at once: a workbook, a zip,
// sheets, or a folder of them. Without this they are chosen and sent by a press.
const form = document.querySelector("form.drop");
if (form) {
  const input = form.elements.path;
  const send = () => input.files.length && form.requestSubmit(form.querySelector("button.main"));
  input.addEventListener("change", send);
  const over = (on) => (e) => { e.preventDefault(); form.classList.toggle("over", on); };
  form.addEventListener("dragenter", over(true));
  form.addEventListener("dragover", over(true));
  form.addEventListener("dragleave", over(false));
  form.addEventListener("drop", async (e) => {
    over(false)(e);
    const entries = [...e.dataTransfer.items].map((i) => i.webkitGetAsEntry?.()).filter(Boolean);
    const files = entries.some((x) => x.isDirectory) ? (await Promise.all(entries.map(within))).flat() : [...e.dataTransfer.files];
    const all = new DataTransfer();
    for (const f of files) all.items.add(f);
    input.files = all.files;
    send();
  });
}

// within are the sheets of a folder, not of folders in it.
async function within(entry) {
  if (entry.isFile) return [await new Promise((ok, no) => entry.file(ok, no))];
  const reader = entry.createReader(), found = [];
  for (;;) {
    const some = await new Promise((ok, no) => reader.readEntries(ok, no));
    if (!some.length) break;
    found.push(...some.filter((x) => x.isFile && /\.(csv|tsv|txt|xlsx)$/i.test(x.name)));
  }
  return Promise.all(found.map((x) => new Promise((ok, no) => x.file(ok, no))));
}
