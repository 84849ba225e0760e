"use strict";
// Shows one article at a time and the list of statements. What documents say becomes text nodes and attributes, never markup.
const byId = (id) => document.getElementById(id);
const { documents, speakers, labels } = JSON.parse(byId("data").textContent);
const FILTERS = ["speaker", "act", "stance", "type"];
const NOBODY = "none";
const BREAK = /^[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]+$/;
// Characters that reorder what follows them, and those that no font shows.
const UNSEEN = /([\0-\x08\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2060-\u206f\ufff9-\ufffb\u{e0000}-\u{e007f}])/u;
const UNSEEN_ALL = new RegExp(UNSEEN.source, "gu");
const HEAD = 160; // characters of a first line that is a headline
const chosen = { document: 0, statement: null };
const filters = { speaker: "", act: "", stance: "", type: "", scope: "one" };
const hidden = new Set(); // roles that are not marked
let language = 0;
let spans = []; // of the pieces of the article shown
let badges = new Map(); // statement number -> its number in the text
let groups = new Map(); // key of a statement -> the group that lists it

const word = (key) => (labels[key] ? labels[key][language] : key.slice(key.indexOf(".") + 1));
const clean = (text) => String(text).replace(UNSEEN_ALL, "");
const number = (n) => String(n + 1);
const key = (d, n) => `${d + 1}.${n + 1}`;
const statement = (d, n) => documents[d].statements[n];

function make(tag, properties, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(properties || {})) {
    if (value !== null && value !== undefined && value !== false) node.setAttribute(name, value === true ? "" : value);
  }
  node.append(...children.filter((child) => child !== null));
  return node;
}

// The number of a statement, a link to its other place: "list" or "text".
function numbered(d, n, what, to) {
  const name = `${word("ui.number")} ${number(n)}: ${what}`;
  const link = make("a", {
    class: "number", href: `#${key(d, n)}`, "data-number": number(n), "aria-label": name, title: name,
  });
  link.addEventListener("click", (event) => follow(event, d, n, to));
  return link;
}

const isolated = (text) => make("bdi", null, clean(text));
const slice = (d, [first, end]) => documents[d].pieces.slice(first, end).join("");
const quoted = (d, range) => make("q", { dir: "auto" }, isolated(slice(d, range)));

function speakerKeys(each) {
  return each.speakers.length ? each.speakers.map(String) : [NOBODY];
}

function passes(each, without) {
  return FILTERS.every((name) => {
    if (!filters[name] || name === without) return true;
    return name === "speaker" ? speakerKeys(each).includes(filters.speaker) : each[name] === filters[name];
  });
}

function inScope() {
  const shown = filters.scope === "all" ? documents.keys() : documents.length ? [chosen.document] : [];
  return [...shown].flatMap((d) => documents[d].statements.map((each, n) => [d, n, each]));
}
