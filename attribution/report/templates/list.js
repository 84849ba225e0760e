// The list: a group a speaker, a card a statement, and the filters above them.

function names(each) {
  return each.speakers.map((s) => clean(speakers[s].name)).join("، ") || word("ui.nobody");
}

function drawList() {
  const all = inScope(), shown = all.filter(([, , each]) => passes(each));
  byId("count").textContent = `${shown.length} ${word("ui.of")} ${all.length}`;
  byId("clear").disabled = !FILTERS.some((name) => filters[name]);
  const found = new Map();
  for (const [d, n, each] of shown) {
    const who = speakerKeys(each).join(" ");
    if (!found.has(who)) found.set(who, []);
    found.get(who).push([d, n]);
  }
  const order = [...found].sort((a, b) => (a[0] === NOBODY) - (b[0] === NOBODY) || b[1].length - a[1].length);
  groups = new Map();
  const open = filters.scope === "one" || order.length === 1;
  byId("groups").replaceChildren(...order.map(([, items]) => group(items, open)));
  if (!order.length) byId("groups").append(make("p", { class: "none" }, word("ui.none")));
}

function group(items, open) {
  const each = statement(...items[0]);
  const roles = each.speakers.map((s) => speakers[s].role || word("kind." + speakers[s].kind));
  const role = roles.length ? make("small", null, isolated(roles.join("، "))) : null;
  const title = make("summary", null, isolated(names(each)), role, make("small", null, `(${items.length})`));
  const node = make("details", { class: "group" }, title, make("ol"));
  const made = { node, cards: null, items };
  for (const [d, n] of items) groups.set(key(d, n), made);
  node.addEventListener("toggle", () => node.open && fill(made));
  if (open) {
    node.open = true;
    fill(made);
  }
  return node;
}

function fill(made) {
  if (made.cards) return;
  made.cards = new Map(made.items.map(([d, n]) => [key(d, n), card(d, n)]));
  made.node.querySelector("ol").append(...made.cards.values());
  mark();
}

function card(d, n) {
  const each = statement(d, n), link = numbered(d, n, word("ui.to-text"), "text");
  const chip = (kind, extra) => make("span", { class: `chip ${kind} ${extra}` }, word(`${kind}.${each[kind]}`));
  const said = each.content.map((range) => slice(d, range)).join(" … ");
  const node = make(
    "li", { class: "card" },
    make("div", { class: "chips" }, link, chip("act", ""), chip("type", ""), chip("stance", each.stance)),
    each.parent === null ? null : make("p", { class: "from" }, `${word("ui.inside")} `, inside(d, each.parent)),
    make("blockquote", { class: "said", dir: "auto" }, isolated(said)),
    filters.scope === "all" ? make("p", { class: "from" }, isolated(documents[d].title)) : null,
    why(d, each),
  );
  if (each.parent !== null && filters.scope === "one") node.classList.add("child");
  node.addEventListener("click", (event) => {
    if (!event.target.closest("a, summary, dl") && window.getSelection().isCollapsed) choose(d, n, "text", false);
  });
  return node;
}

function why(d, each) {
  const rows = make("dl");
  const row = (label, ...values) => values.length && rows.append(make("dt", null, word(label)), make("dd", null, ...values));
  const listed = (items, label) => items.flatMap(([kind, first, end, iso], i) => [
    i ? "، " : "", `${word(`${label}.${kind}`)}: `, quoted(d, [first, end]), iso ? ` (${clean(iso)})` : "",
  ]);
  row("ui.cue", ...(each.cue ? [quoted(d, each.cue), each.lemma ? isolated(` (${clean(each.lemma)})`) : ""] : []));
  row("ui.source", ...(each.source ? [quoted(d, each.source)] : []));
  row("ui.hedges", ...listed(each.hedges, "hedge"));
  row("ui.circumstances", ...listed(each.circumstances, "circumstance"));
  for (const [step, what, first, end] of each.by) {
    const [label, text] = decided(step, what);
    row(label, isolated(text), ...(end > first ? [": ", quoted(d, [first, end])] : []));
  }
  if (each.confidence !== null) row("ui.confidence", ...share(each.confidence));
  (each.certainty || []).forEach((value, i) => row(i ? "ui.certainty.writer" : "ui.certainty.speaker", ...share(value)));
  return make("details", { class: "why" }, make("summary", null, word("ui.details")), rows);
}

function inside(d, parent) {
  const link = make("a", { href: `#${key(d, parent)}` }, `${number(parent)} (`, isolated(names(statement(d, parent))), ")");
  link.addEventListener("click", (event) => follow(event, d, parent, "list"));
  return link;
}

function decided(step, what) {
  if (step === "speaker") return ["ui.why-speaker", word(`speaker.${what}`)];
  if (step === "stance") return ["ui.why-stance", word(`stanceby.${what}`)];
  if (step !== "rule") return ["ui.rule", `${step}: ${what}`];
  const [kind, frame] = what.split("-", 2);
  return ["ui.rule", word(`rule.${kind}`) + (frame ? `، ${word(`frame.${frame}`)}` : "")];
}

function share(value) {
  return [make("meter", { min: 0, max: 1, value, "aria-hidden": "true" }), ` ${Math.round(100 * value)}%`];
}

function options(select, rows, value) {
  select.replaceChildren(...rows.map(([option, text]) => make("option", { value: option }, clean(text))));
  select.value = value;
}

function drawFilters() {
  const all = inScope();
  for (const name of FILTERS) {
    const counts = new Map();
    for (const [, , each] of all) {
      const values = !passes(each, name) ? [] : name === "speaker" ? speakerKeys(each) : [each[name]];
      for (const value of values) counts.set(value, (counts.get(value) || 0) + 1);
    }
    if (filters[name] && !counts.has(filters[name])) counts.set(filters[name], 0);
    const rows = [...counts].sort((a, b) => b[1] - a[1]).map(([value, n]) => [value, `${optionText(name, value)} (${n})`]);
    options(byId(name), [["", word("ui.all")], ...rows], filters[name]);
  }
  options(byId("scope"), [["one", word("ui.scope.one")], ["all", word("ui.scope.all")]], filters.scope);
}

function optionText(name, value) {
  if (name !== "speaker") return word(`${name}.${value}`);
  return value === NOBODY ? word("ui.nobody") : speakers[Number(value)].name;
}
