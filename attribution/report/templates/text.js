// The article: its pieces with all that is marked in them.

function addText(node, text) {
  text.split(UNSEEN).forEach((part, i) => {
    if (!part) return;
    if (i % 2 === 0) return node.append(part);
    const code = "U+" + part.codePointAt(0).toString(16).toUpperCase().padStart(4, "0");
    node.append(make("span", { class: "unseen", "data-code": code, title: word("ui.hidden") }));
  });
}

// What begins and what ends at each piece: [role, lane, statement].
function edges(d) {
  const starts = new Map(), ends = new Map();
  const put = (map, at, edge) => map.has(at) ? map.get(at).push(edge) : map.set(at, [edge]);
  documents[d].statements.forEach((each, n) => {
    if (!passes(each)) return;
    for (const [role, range] of ranges(each)) {
      put(starts, range[0], [role, each.lane, n]);
      put(ends, range[1], [role, each.lane, n]);
    }
  });
  return { starts, ends };
}

function ranges(each) {
  return [
    ...each.content.map((range) => ["content", range]),
    ...(each.cue ? [["cue", each.cue]] : []),
    ...(each.source ? [["source", each.source]] : []),
    ...each.hedges.map(([, first, end]) => ["hedge", [first, end]]),
    ...each.circumstances.map(([, first, end]) => ["circumstance", [first, end]]),
  ];
}

function drawText() {
  const text = byId("text");
  text.replaceChildren();
  spans = [];
  badges = new Map();
  if (!documents.length) return text.append(make("p", { class: "none" }, word("ui.empty")));
  const d = chosen.document, { starts, ends } = edges(d);
  const open = { cue: 0, source: 0, hedge: 0, circumstance: 0 };
  const lanes = [new Map(), new Map(), new Map(), new Map()];
  const used = documents[d].statements.reduce((most, each) => Math.max(most, each.lane + 1), 1);
  text.style.setProperty("--lanes", used);
  let paragraph = null;
  documents[d].pieces.forEach((piece, i) => {
    for (const [role, lane, n] of ends.get(i) || []) role === "content" ? lanes[lane].delete(n) : open[role]--;
    for (const [role, lane, n] of starts.get(i) || []) role === "content" ? lanes[lane].set(n, true) : open[role]++;
    if (BREAK.test(piece)) {
      paragraph = null;
      return;
    }
    if (!paragraph) text.append((paragraph = make("p")));
    for (const [role, , n] of starts.get(i) || []) {
      if (role === "content" && !badges.has(n)) paragraph.append(badge(d, n));
    }
    paragraph.append((spans[i] = pieceNode(d, i, piece, lanes, open)));
  });
  const head = text.querySelector("p");
  if (head && head.nextSibling && head.textContent.length < HEAD) head.className = "head";
}

function pieceNode(d, i, piece, lanes, open) {
  const node = make("span", { class: "piece", "data-piece": i });
  let depth = 0;
  lanes.forEach((lane, at) => {
    if (!lane.size || hidden.has("content")) return;
    depth += lane.size;
    node.style.setProperty(`--lane${at}`, `var(--${statement(d, lane.keys().next().value).stance})`);
  });
  if (depth) node.classList.add("in", `depth${Math.min(depth, 3)}`);
  const roles = Object.keys(open).filter((role) => open[role] && !hidden.has(role));
  if (roles.length) node.classList.add("in");
  const inner = roles.length ? make("span", { class: roles.join(" ") }) : node;
  addText(inner, piece);
  if (inner !== node) node.append(inner);
  return node;
}

function badge(d, n) {
  const each = statement(d, n);
  const link = numbered(d, n, [names(each), word(`act.${each.act}`), word(`stance.${each.stance}`)].join("، "), "list");
  badges.set(n, link);
  return link;
}

// A click on a piece: the shortest statement around it; further clicks go outwards.
function pieceClicked(event) {
  const node = event.target.closest(".piece.in");
  if (!node || !window.getSelection().isCollapsed) return;
  const at = Number(node.dataset.piece);
  const size = (each) => ranges(each).reduce((sum, [, [first, end]]) => sum + end - first, 0);
  const around = documents[chosen.document].statements
    .map((each, n) => [each, n])
    .filter(([each]) => passes(each) && ranges(each).some(([, [first, end]]) => first <= at && at < end))
    .sort((a, b) => size(a[0]) - size(b[0]))
    .map(([, n]) => n);
  if (around.length) choose(chosen.document, around[(around.indexOf(chosen.statement) + 1) % around.length], "list", false);
}
