// The grid of work: the plain table form of the page, with the keys of a
// spreadsheet. What is right is decided by the server (/work/check), by the
// rules that recording itself has; here is only moving, typing and showing.
// Nothing here walks over all rows for a key; what must (checking, keeping the
// draft) waits until the typing pauses.
const table = document.getElementById("grid");
const form = document.getElementById("act");
const columns = ["day", "member", "operation", "quality", "quantity", "hours"];
const headings = {
  day: ["day", "date", "日期", "日"], member: ["member", "no", "number", "社员", "社员号", "编号", "name", "姓名"], operation: ["operation", "工序", "活路"],
  quality: ["quality", "质量", "等级"], quantity: ["quantity", "数量", "made", "做成"], hours: ["hours", "工时", "小时"],
};
const draft = "artel work " + (document.querySelector(".person .name")?.textContent ?? "") + " " + (document.querySelector(".brand")?.textContent ?? "");
if (document.querySelector("[data-done=work]")) sessionStorage.removeItem(draft);

if (table && form) begin();

function begin() {
  const words = JSON.parse(table.dataset.words);
  const rates = JSON.parse(table.dataset.rates);
  const most = Number(table.dataset.most);
  const body = table.tBodies[0];
  const state = document.getElementById("grid-state");
  const rows = []; // each: {tr, cells: [input], who, remark}
  const place = new WeakMap(); // input -> [row, column]
  const names = new Map(); // number -> name
  let people = []; // what members are found by
  let before = ""; // the focused cell's value when it was entered
  let editing = false; // within a cell, rather than moving between cells
  let fresh = false; // the cell was only just entered
  let from = null; // the other corner of what is chosen
  const undone = [], done = [];

  for (const tr of body.rows) take(tr);

  function take(tr) {
    const cells = columns.map((c) => tr.querySelector(`.c-${c} input`));
    const r = rows.push({ tr, cells, who: tr.querySelector(".named"), remark: tr.querySelector(".remark") }) - 1;
    cells.forEach((input, c) => place.set(input, [r, c]));
  }

  // more gives the grid at least n rows.
  function more(n) {
    const some = document.createDocumentFragment();
    while (rows.length < Math.min(n, most)) {
      const tr = rows[0].tr.cloneNode(true), i = rows.length;
      tr.cells[0].textContent = i + 1;
      take(tr);
      rows[i].cells.forEach((input, c) => {
        input.name = `rows.${i}.${columns[c]}`;
        input.setAttribute("aria-label", input.getAttribute("aria-label").replace(/\d+(?!.*\d)/, i + 1));
        input.value = "";
        unmark(input);
      });
      rows[i].who.textContent = rows[i].remark.textContent = "";
      rows[i].remark.id = `rows.${i}-remark`;
      tr.classList.remove("amiss");
      tr.classList.add("spare");
      some.append(tr);
    }
    body.append(some);
  }

  const filled = (r) => rows[r].cells.some((c) => c.value.trim() !== "");
  const box = (a, b) => [Math.min(a[0], b[0]), Math.min(a[1], b[1]), Math.max(a[0], b[0]), Math.max(a[1], b[1])];
  const here = () => place.get(document.activeElement);

  function unmark(input) {
    input.removeAttribute("aria-invalid");
    input.removeAttribute("aria-describedby");
  }

  // go focuses a cell, within the grid's bounds; the grid grows below.
  function go(r, c, stretch) {
    if (r >= rows.length) more(r + 6);
    r = Math.max(0, Math.min(r, rows.length - 1));
    c = Math.max(0, Math.min(c, columns.length - 1));
    if (stretch) from ??= here();
    else from = null;
    rows[r].tr.classList.remove("spare");
    rows[r].cells[c].focus();
    rows[r].cells[c].select();
    paint();
  }

  let painted = [];
  function paint() {
    for (const td of painted) td.classList.remove("chosen");
    painted = [];
    if (!from || !here()) return;
    const [r1, c1, r2, c2] = box(from, here());
    for (let r = r1; r <= r2; r++) for (let c = c1; c <= c2; c++) painted.push(rows[r].cells[c].parentNode);
    for (const td of painted) td.classList.add("chosen");
  }

  // change puts values into cells, as one step that can be taken back.
  function change(list, where) {
    list = list.filter((x) => rows[x.r].cells[x.c].value !== x.now || x.force);
    if (!list.length) return;
    for (const x of list) {
      x.was ??= rows[x.r].cells[x.c].value;
      put(x.r, x.c, x.now);
    }
    done.push({ list, where });
    undone.length = 0;
    changed();
  }

  function put(r, c, value) {
    const input = rows[r].cells[c];
    input.value = value;
    unmark(input);
    if (columns[c] === "member") name(r);
  }

  function again(stack, other, which) {
    const step = stack.pop();
    if (!step) return;
    for (const x of step.list) put(x.r, x.c, x[which]);
    other.push(step);
    const x = step.list[0];
    go(x.r, x.c);
    before = rows[x.r].cells[x.c].value;
    changed();
  }

  // leave makes what was typed into a cell a step, and a name into its number.
  function leave(input) {
    const at = place.get(input);
    if (!at) return;
    const [r, c] = at;
    if (columns[c] === "member" && !names.has(input.value.trim())) {
      const typed = input.value.trim();
      const same = people.filter((p) => p.name === typed || p.no.toLowerCase() === typed.toLowerCase());
      if (typed && same.length === 1) input.value = same[0].no;
    }
    if (input.value !== before) {
      const now = input.value;
      change([{ r, c, was: before, now, force: true }]);
      before = now;
    }
  }

  function name(r) {
    const { cells, who } = rows[r];
    const no = cells[1].value.trim();
    who.textContent = names.get(no) ?? "";
  }

  // --- finding members, operations and qualities while typing

  const list = document.createElement("ul");
  list.className = "offers";
  list.id = "offers";
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", words.offers);
  list.hidden = true;
  document.body.append(list);
  let offers = [], picked = -1;

  function offer(input) {
    const [r, c] = place.get(input);
    const typed = input.value.trim().toLowerCase();
    const found = [];
    if (typed && columns[c] === "member") {
      const later = []; // whose name or number begins so comes first
      for (const p of people) {
        const i = p.search.indexOf(typed);
        if (i < 0) continue;
        const to = p.search.startsWith(typed) || p.search.includes(" " + typed) ? found : later;
        if (to.push({ value: p.no, words: `${p.no}  ${p.name}` }) === 8 && to === found) break;
      }
      found.push(...later);
      if (found.length && found[0].value.toLowerCase() === typed) found.length = 0;
    } else if (typed && columns[c] === "operation") {
      for (const o of Object.keys(rates)) if (o.toLowerCase().includes(typed) && o.toLowerCase() !== typed) found.push({ value: o, words: o });
    } else if (columns[c] === "quality") {
      for (const q of rates[rows[r].cells[2].value.trim()] ?? []) if (q.toLowerCase().startsWith(typed) && q.toLowerCase() !== typed) found.push({ value: q, words: q });
    }
    show(input, found.slice(0, 8));
  }

  function show(input, found) {
    offers = found;
    picked = found.length ? 0 : -1;
    list.replaceChildren(...found.map((o, i) => {
      const li = document.createElement("li");
      li.textContent = o.words;
      li.id = `offer-${i}`;
      li.setAttribute("role", "option");
      return li;
    }));
    list.hidden = !found.length;
    if (!found.length) {
      input.removeAttribute("aria-activedescendant");
      return;
    }
    const at = input.getBoundingClientRect();
    const sheet = placeSheet();
    const left = Math.max(8, Math.min(at.left, document.documentElement.clientWidth - list.offsetWidth - 8));
    sheet.replaceSync(`.offers { left: ${left + scrollX}px; top: ${at.bottom + scrollY}px; min-width: ${at.width}px }`);
    pick(input, 0);
  }

  let placed;
  function placeSheet() { // a sheet made by script is no inline style
    if (!placed) {
      placed = new CSSStyleSheet();
      document.adoptedStyleSheets = [...document.adoptedStyleSheets, placed];
    }
    return placed;
  }

  function pick(input, i) {
    picked = (i + offers.length) % offers.length;
    [...list.children].forEach((li, j) => li.setAttribute("aria-selected", String(j === picked)));
    input.setAttribute("aria-activedescendant", `offer-${picked}`);
  }

  function accept(input) {
    if (picked >= 0) input.value = offers[picked].value;
    show(input, []);
    const [r, c] = place.get(input);
    if (columns[c] === "member") name(r);
  }

  list.addEventListener("mousedown", (e) => {
    const li = e.target.closest("li");
    if (!li) return;
    e.preventDefault();
    picked = [...list.children].indexOf(li);
    accept(document.activeElement);
  });

  // --- keys

  body.addEventListener("focusin", (e) => {
    if (!place.has(e.target)) return;
    before = e.target.value;
    editing = false;
    fresh = true;
    e.target.select();
    paint();
  });
  body.addEventListener("mouseup", (e) => { // a first press chooses the cell, a second goes into it
    if (place.has(e.target) && fresh) e.target.select();
    fresh = false;
  });
  body.addEventListener("focusout", (e) => {
    if (!place.has(e.target)) return;
    show(e.target, []);
    leave(e.target);
  });
  body.addEventListener("mousedown", (e) => {
    const at = place.get(e.target);
    if (!at) return;
    if (e.shiftKey && here()) {
      e.preventDefault();
      go(at[0], at[1], true);
    } else from = null;
  });
  body.addEventListener("dblclick", (e) => { if (place.has(e.target)) editing = true; });
  body.addEventListener("input", (e) => {
    const at = place.get(e.target);
    if (!at) return;
    from = null;
    paint();
    unmark(e.target);
    if (at[0] === rows.length - 1) more(rows.length + 6);
    rows[at[0] + 1]?.tr.classList.remove("spare");
    if (columns[at[1]] === "member") name(at[0]);
    if (!e.isComposing) offer(e.target);
    changed();
  });

  body.addEventListener("keydown", (e) => {
    const input = e.target, at = place.get(input);
    if (!at || e.isComposing) return;
    const [r, c] = at;
    const ctrl = e.ctrlKey || e.metaKey;
    const stop = () => e.preventDefault();
    if (!list.hidden && !ctrl) {
      if (e.key === "ArrowDown") return stop(), pick(input, picked + 1);
      if (e.key === "ArrowUp") return stop(), pick(input, picked - 1);
      if (e.key === "Escape") return stop(), show(input, []);
      if (e.key === "Enter" || e.key === "Tab") accept(input);
    }
    const step = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] }[e.key];
    if (step && !ctrl && !e.altKey) {
      if (step[1] && editing) return;
      stop();
      return go(r + step[0], c + step[1], e.shiftKey);
    }
    switch (e.key) {
      case "Enter":
        if (ctrl) return;
        stop();
        return go(r + (e.shiftKey ? -1 : 1), c);
      case "F2":
        stop();
        editing = true;
        return input.setSelectionRange(input.value.length, input.value.length);
      case "Escape":
        stop();
        editing = false;
        put(r, c, before);
        return input.select();
      case "Home":
        if (ctrl) return stop(), go(0, 0);
        if (!editing) return stop(), go(r, 0);
        return;
      case "End":
        if (ctrl) { stop(); let last = rows.length - 1; while (last > 0 && !filled(last)) last--; return go(last, c); }
        if (!editing) return stop(), go(r, columns.length - 1);
        return;
      case "Delete":
        if (editing) return;
        stop();
        leave(input);
        wipe();
        before = input.value;
        return;
    }
    if (!ctrl || e.altKey) return;
    switch (e.key.toLowerCase()) {
      case "z":
        stop();
        leave(input);
        return e.shiftKey ? again(undone, done, "now") : again(done, undone, "was");
      case "y":
        stop();
        leave(input);
        return again(undone, done, "now");
      case "d":
        stop();
        leave(input);
        down();
        before = input.value;
    }
  });

  body.addEventListener("keypress", (e) => { // Enter goes down; it does not send
    if (e.key === "Enter" && !e.ctrlKey) e.preventDefault();
  });

  function wipe() {
    const [r1, c1, r2, c2] = box(from ?? here(), here());
    const all = [];
    for (let r = r1; r <= r2; r++) for (let c = c1; c <= c2; c++) all.push({ r, c, now: "" });
    change(all);
  }

  // down fills what is chosen from its first row, or one cell from the one above.
  function down() {
    const [r, c] = here();
    let [r1, c1, r2, c2] = box(from ?? [r, c], [r, c]);
    if (r1 === r2) r1--;
    if (r1 < 0) return;
    const all = [];
    for (let i = r1 + 1; i <= r2; i++) for (let j = c1; j <= c2; j++) all.push({ r: i, c: j, now: rows[r1].cells[j].value });
    change(all);
  }

  body.addEventListener("copy", (e) => {
    if (!from || !here()) return; // one cell copies as text does
    const [r1, c1, r2, c2] = box(from, here());
    const lines = [];
    for (let r = r1; r <= r2; r++) lines.push(rows[r].cells.slice(c1, c2 + 1).map((i) => i.value).join("\t"));
    e.clipboardData.setData("text/plain", lines.join("\n"));
    e.preventDefault();
  });

  body.addEventListener("paste", (e) => {
    const text = e.clipboardData.getData("text/plain");
    if (!place.has(e.target) || !/[\t\n]/.test(text.replace(/\r?\n$/, ""))) return;
    e.preventDefault();
    leave(e.target);
    paste(text);
    before = e.target.value;
  });

  // paste takes rows as a spreadsheet copies them. A first row of headings says
  // what its columns are; without one they begin at the cell.
  function paste(text) {
    const lines = text.replace(/\r/g, "").replace(/\n+$/, "").split("\n").map((l) => l.split("\t"));
    let [r, c] = here();
    let order = lines[0].map((_, i) => c + i);
    const heads = lines[0].map((t) => columns.findIndex((col) => headings[col].includes(t.trim().toLowerCase())));
    if (heads.filter((h) => h >= 0).length >= Math.min(2, lines[0].length) && heads.some((h) => h >= 0)) {
      order = heads;
      lines.shift();
    }
    if (r + lines.length > most) return say(words.most);
    more(r + lines.length + 3);
    for (let i = 0; i <= lines.length && r + i < rows.length; i++) rows[r + i].tr.classList.remove("spare");
    const all = [];
    lines.forEach((line, i) => line.forEach((value, j) => {
      const to = order[j];
      value = value.trim();
      if (to === 1) {
        const same = names.has(value) ? [] : people.filter((p) => p.name === value);
        if (same.length === 1) value = same[0].no;
      }
      if (to >= 0 && to < columns.length) all.push({ r: r + i, c: to, now: value });
    }));
    change(all);
    say(`${lines.length} ${words.pasted}`);
  }

  // --- asking the server, and keeping the draft, when the typing pauses

  let timer, asked = 0;
  function changed() {
    clearTimeout(timer);
    timer = setTimeout(() => { keep(); check(); }, 350);
  }

  function say(text) { state.textContent = text; }

  // typed are the rows that can be asked about: not the one that is only begun.
  function typed(all) {
    const at = here()?.[0];
    const found = [];
    rows.forEach((row, r) => {
      const v = row.cells.map((i) => i.value.trim());
      if (!v.some(Boolean)) return;
      if (!all && r === at && !(v[1] && v[2] && v[4])) return;
      found.push({ r, row: { day: v[0] || table.dataset.day, member: v[1], operation: v[2], quality: v[3], quantity: v[4], hours: v[5] } });
    });
    return found;
  }

  async function check() {
    const mine = ++asked;
    let ask = typed(false);
    const wrong = [];
    let answer = await expect(ask);
    if (answer?.problems) { // cells that cannot be read at all: the others are asked about without them
      const bad = new Set();
      for (const p of answer.problems) {
        const [, i, column] = p.column.match(/^rows\.(\d+)\.?(.*)$/) ?? [];
        if (i === undefined) continue;
        bad.add(Number(i));
        wrong.push({ r: ask[i].r, column, text: `${p.wrong} ${p.fix ?? ""}` });
      }
      ask = ask.filter((_, i) => !bad.has(i));
      answer = await expect(ask);
    }
    if (mine !== asked || !answer) return;
    for (const p of answer.wrong ?? []) wrong.push({ r: ask[p.row - 1].r, column: p.column === "date" ? "day" : p.column, text: `${p.wrong} ${p.fix ?? ""}` });
    for (const m of answer.members ?? []) names.set(m.member, m.name);
    mark(wrong);
    total(answer);
    say(wrong.length ? `${new Set(wrong.map((w) => w.r)).size} ${words.wrong}` : ask.length ? words.checked : "");
  }

  async function expect(ask) {
    if (!ask.length) return { rows: 0, quantity: "0", hours: "0", pay: "" };
    try {
      const r = await fetch("/work/check", { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify({ rows: ask.map((x) => x.row) }) });
      if (r.status === 401 || r.status === 403) return say(words.over), null;
      if (r.ok || r.status === 422) {
        const body = await r.json();
        if (r.ok || body.problems) return body;
        return say(body.detail), null;
      }
    } catch { /* said below */ }
    say(words.away);
    return null;
  }

  let marked = new Set();
  function mark(wrong) {
    const now = new Map();
    for (const w of wrong) now.set(w.r, [...(now.get(w.r) ?? []), w]);
    for (const r of marked) if (!now.has(r)) clear(r);
    for (const [r, list] of now) {
      clear(r);
      rows[r].tr.classList.add("amiss");
      rows[r].remark.textContent = [...new Set(list.map((w) => w.text.trim()))].join(" ");
      for (const w of list) {
        const input = rows[r].cells[columns.indexOf(w.column)];
        input?.setAttribute("aria-invalid", "true");
        input?.setAttribute("aria-describedby", rows[r].remark.id);
      }
    }
    marked = new Set(now.keys());
  }

  function clear(r) {
    rows[r].tr.classList.remove("amiss");
    rows[r].remark.textContent = "";
    rows[r].cells.forEach(unmark);
  }

  // coins are an amount's whole smallest coins, written with its point.
  function coins(n) {
    const digits = Number(table.dataset.digits), text = String(n).padStart(digits + 1, "0");
    return digits ? `${text.slice(0, -digits)}.${text.slice(-digits)}` : text;
  }

  const grouped = (n) => n.replace(/\B(?=(\d{3})+(?!\d))/g, ",");
  function total(answer) {
    for (const dd of form.querySelectorAll("[data-total]")) {
      const value = answer[dd.dataset.total] ?? "";
      const number = value.currency ? coins(value.coins) : String(value), unit = value.currency;
      const [whole, rest] = number.split(".");
      dd.textContent = number ? grouped(whole) + (rest ? "." + rest : "") + (unit ? " " + unit : "") : "–";
    }
  }

  let forgotten = false;
  function keep() {
    if (forgotten) return;
    const values = [];
    rows.forEach((row, r) => { if (filled(r)) values.push([r, row.cells.map((i) => i.value)]); });
    if (!values.length) return sessionStorage.removeItem(draft);
    try {
      sessionStorage.setItem(draft, JSON.stringify({ key: form.elements._key.value, day: table.dataset.day, values }));
    } catch { /* no room: the page itself still has all of it */ }
  }

  function restore() {
    let kept;
    try { kept = JSON.parse(sessionStorage.getItem(draft)); } catch { return; }
    if (!kept?.values?.length || rows.some((_, r) => filled(r))) return;
    more(kept.values.at(-1)[0] + 4);
    for (const [r, values] of kept.values) {
      rows[r].tr.classList.remove("spare");
      rows[r + 1]?.tr.classList.remove("spare");
      values.forEach((value, c) => { rows[r].cells[c].value = value; });
      if (!values[0] && kept.day !== table.dataset.day) rows[r].cells[0].value = kept.day;
    }
    form.elements._key.value = kept.key; // should they have been recorded after all, they are not recorded twice
    const note = document.createElement("div");
    note.className = "notice warn";
    note.setAttribute("role", "status");
    const p = document.createElement("p"), forget = document.createElement("button");
    p.textContent = words.kept;
    forget.type = "button";
    forget.textContent = words.forget;
    forget.addEventListener("click", () => { forgotten = true; sessionStorage.removeItem(draft); location.assign(location.pathname + location.search); });
    note.append(p, forget);
    form.before(note);
  }

  async function meet() {
    try {
      const r = await fetch("/api/member/names?day=" + encodeURIComponent(table.dataset.day));
      if (!r.ok) return;
      people = (await r.json()) ?? [];
      for (const p of people) names.set(p.no, p.name);
      rows.forEach((_, r) => { if (filled(r)) name(r); });
    } catch { /* names are a convenience */ }
  }

  addEventListener("pagehide", keep);
  form.querySelector("button[name=_more]").addEventListener("click", (e) => {
    e.preventDefault();
    const hidden = matchMedia("(max-width: 40rem)").matches ? rows.findIndex((row) => row.tr.classList.contains("spare")) : -1;
    const r = hidden < 0 ? rows.length : hidden;
    more(hidden < 0 ? r + 12 : rows.length);
    for (const row of rows.slice(r, r + 3)) row.tr.classList.remove("spare");
    go(r, 1);
  });
  document.documentElement.classList.add("gridded");
  for (const tr of body.querySelectorAll("tr:has([aria-invalid])")) {
    tr.classList.add("amiss");
    marked.add([...body.rows].indexOf(tr));
  }
  restore();
  meet().then(() => { if (rows.some((_, r) => filled(r))) check(); });
  (body.querySelector("[aria-invalid]") ?? rows[0].cells[1]).focus({ preventScroll: true });
}
