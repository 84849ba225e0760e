// What is chosen, which article is shown, and what buttons and keys do.

function mark() {
  const d = chosen.document, n = chosen.statement;
  for (const node of document.querySelectorAll(".on, .evidence, .chosen")) node.classList.remove("on", "evidence", "chosen");
  for (const node of document.querySelectorAll("[aria-current]")) node.removeAttribute("aria-current");
  if (n === null || !badges.has(n)) return;
  const each = statement(d, n);
  const put = ([first, end], name) => spans.slice(first, end).forEach((node) => node && node.classList.add(name));
  ranges(each).forEach(([, range]) => put(range, "on"));
  each.by.forEach(([step, , first, end]) => step === "stance" && put([first, end], "evidence"));
  badges.get(n).setAttribute("aria-current", "true");
  const found = cardOf(d, n);
  if (!found) return;
  found.classList.add("chosen");
  found.querySelector(".number").setAttribute("aria-current", "true");
}

function cardOf(d, n) {
  const made = groups.get(key(d, n));
  return made && made.cards ? made.cards.get(key(d, n)) : null;
}

function follow(event, d, n, to) {
  event.preventDefault();
  event.stopPropagation();
  choose(d, n, to, true);
}

// Choose a statement and go to it: "list" or "text"; the focus follows where the keyboard or a link was used.
function choose(d, n, to, focus) {
  if (!passes(statement(d, n))) {
    clear();
    groups = new Map();
  }
  const other = d !== chosen.document || !badges.has(n);
  chosen.statement = n;
  if (other) show(d, n);
  const made = groups.get(key(d, n));
  if (made && !made.cards) {
    made.node.open = true;
    fill(made);
  }
  mark();
  const found = cardOf(d, n);
  if (made) made.node.open = true;
  if (found) found.querySelector(".why").open = true;
  remember();
  reveal(badges.get(n), found, to === "list" && found, focus);
}

// Bring both places into view, the one to go to last: on a narrow screen the page can show one of them.
function reveal(inText, inList, toList, focus) {
  if (toList) inText.scrollIntoView({ block: "center" });
  if (inList) inList.scrollIntoView({ block: "nearest" });
  if (!toList) inText.scrollIntoView({ block: "center" });
  if (focus) (toList ? inList.querySelector(".number") : inText).focus({ preventScroll: true });
}

function remember() {
  const hash = chosen.statement === null ? String(chosen.document + 1) : key(chosen.document, chosen.statement);
  try {
    history.replaceState(null, "", `#${hash}`);
  } catch {
    // A page without an address of its own cannot remember its place.
  }
}

function fromHash() {
  const [d, n] = location.hash.slice(1).split(".").map((part) => Number(part) - 1);
  if (!documents[d]) return false;
  if (documents[d].statements[n]) choose(d, n, "text", false);
  else show(d);
  return true;
}

function clear() {
  for (const name of FILTERS) filters[name] = "";
}

// Filters that the article shown has nothing for are taken off.
function fit() {
  if (filters.scope === "one" && !inScope().some(([, , each]) => passes(each))) clear();
}

function show(d, n = null) {
  chosen.document = d;
  chosen.statement = n;
  fit();
  draw(filters.scope === "one" || !groups.size);
  remember();
}

function draw(withList = true) {
  drawHead();
  drawText();
  if (withList) {
    drawFilters();
    drawList();
  }
  mark();
}

function drawHead() {
  const here = documents[chosen.document];
  byId("document").value = String(chosen.document);
  byId("previous").disabled = chosen.document <= 0;
  byId("next").disabled = chosen.document >= documents.length - 1;
  byId("place").textContent = documents.length ? `${chosen.document + 1} / ${documents.length}` : "";
  byId("title").replaceChildren(here ? isolated(here.title) : "");
  const repeated = !here || here.pieces.slice(0, 9).join("").trimStart().startsWith(here.title.replace(/…$/, ""));
  byId("title").hidden = repeated;
  const facts = here ? [isolated(here.id), ...here.meta.map(fact)] : [];
  byId("meta").replaceChildren(...facts.flatMap((each, i) => (i ? [" · ", each] : [each])));
}

function fact([name, value]) {
  const url = web(value);
  const shown = url ? make("a", { href: url, rel: "noopener noreferrer", title: url }, word("ui.link")) : clean(value);
  return make("bdi", { title: clean(name) }, shown);
}

// An address of the web as browsers write it, null for anything else.
function web(value) {
  try {
    const url = new URL(value);
    return ["http:", "https:"].includes(url.protocol) ? url.href : null;
  } catch {
    return null;
  }
}

function speak() {
  document.documentElement.lang = language ? "en" : "ar";
  document.documentElement.dir = language ? "ltr" : "rtl";
  document.title = word("ui.title");
  for (const node of document.querySelectorAll("[data-label]")) node.textContent = word(node.dataset.label);
  for (const node of document.querySelectorAll("[data-named]")) {
    node.setAttribute("aria-label", word(node.dataset.named));
    if (node.hasAttribute("title")) node.title = word(node.dataset.named);
  }
  byId("language").lang = language ? "ar" : "en";
  const titles = documents.map((each, d) => [d, `${d + 1}. ${each.title} (${each.statements.length})`]);
  options(byId("document"), titles, chosen.document);
}

function listen() {
  byId("document").addEventListener("change", (event) => show(Number(event.target.value)));
  byId("previous").addEventListener("click", () => show(chosen.document - 1));
  byId("next").addEventListener("click", () => show(chosen.document + 1));
  byId("text").addEventListener("click", pieceClicked);
  byId("language").addEventListener("click", () => {
    language = 1 - language;
    speak();
    draw();
  });
  for (const name of [...FILTERS, "scope"]) {
    byId(name).addEventListener("change", (event) => filter(name, event.target.value));
  }
  byId("clear").addEventListener("click", () => {
    clear();
    draw();
  });
  byId("legend").addEventListener("change", ({ target }) => {
    target.checked ? hidden.delete(target.value) : hidden.add(target.value);
    drawText();
    mark();
  });
  document.addEventListener("keydown", (event) => event.key === "Escape" && unchoose());
  window.addEventListener("hashchange", fromHash);
  window.addEventListener("beforeprint", () => {
    for (const made of new Set(groups.values())) fill(made);
    for (const node of document.querySelectorAll(".group, .why")) node.open = true;
  });
}

function filter(name, value) {
  filters[name] = value;
  if (name === "scope") fit();
  draw();
}

function unchoose() {
  chosen.statement = null;
  mark();
  remember();
}

speak();
listen();
if (!fromHash()) draw();
