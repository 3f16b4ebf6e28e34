// SPDX-License-Identifier: Apache-2.0
'use strict';
// The list of runs: their order, their colours, and which of them are shown.

/** More runs than these are listed, but not drawn until they are chosen. */
const SHOWN = 200;

/** Parts of one run by the last folder of their name, and how their lines are dashed. */
const PARTS = {train: [], training: [], validation: [6, 4], valid: [6, 4], val: [6, 4], dev: [6, 4], test: [2, 3], eval: [2, 3]};

/** The folders of a name, each as words and numbers: 2 stands before 10, 1e-3 before 0.01. */
const pieces = new Map();
function piecesOf(name) {
  if (!pieces.has(name)) {
    const folder = part => Array.from(part.matchAll(/\d+(?:\.\d+)?(?:e[-+]?\d+)?|\D+/gi), ([p]) => /^\d/.test(p) ? +p : p.toLowerCase());
    pieces.set(name, name.split('/').map(folder));
  }
  return pieces.get(name);
}

/** Sorts as people count, folder by folder. */
function natural(a, b) {
  const [x, y] = [piecesOf(a), piecesOf(b)];
  for (let i = 0; i < Math.min(x.length, y.length); i++) {
    for (let j = 0; j < Math.min(x[i].length, y[i].length); j++) {
      const [p, q] = [x[i][j], y[i][j]];
      if (p !== q) return typeof p === typeof q ? p < q ? -1 : 1 : typeof p === 'number' ? -1 : 1;
    }
    if (x[i].length !== y[i].length) return x[i].length - y[i].length;
  }
  return x.length - y.length || (a < b ? -1 : a > b ? 1 : 0);
}

/** The run that a folder belongs to, and which part it is: "a/validation" is the validation of "a". */
function partOf(name) {
  const at = name.lastIndexOf('/'), last = name.slice(at + 1);
  return last in PARTS ? {base: at < 0 ? '.' : name.slice(0, at), part: last} : {base: name, part: ''};
}

const looks = new Map(); // run -> {hue, dash}
const hues = new Map(); // run without its part -> the place of its hue
const color = run => hue(looks.get(run)?.hue ?? hues.get(partOf(run).base) ?? 0);
const dash = run => looks.get(run)?.dash ?? [];

/** A run keeps its colour while the page is open, whatever other runs appear. */
function dress(runs) {
  for (const {name} of runs) {
    if (looks.has(name)) continue;
    const {base, part} = partOf(name);
    if (!hues.has(base)) hues.set(base, hues.size);
    looks.set(name, {hue: hues.get(base), dash: PARTS[part] || []});
  }
}

/** A link names the chosen runs or, where those are fewer, the others. */
let chosen = new Set();
const found = () => { const p = pattern('find'); return state.runs.filter(r => p.test(r.name)); };
const shown = () => found().filter(r => chosen.has(r.name));

function chooseRuns() {
  const only = new Set(settings.only), without = new Set(settings.without);
  chosen = new Set(state.runs.filter((r, i) => only.size ? only.has(r.name) : i < SHOWN && !without.has(r.name)).map(r => r.name));
}

function keepChosen() {
  const names = state.runs.map(r => r.name);
  const away = names.filter(n => !chosen.has(n)), few = names.slice(SHOWN).some(n => chosen.has(n));
  const exact = few || away.length > chosen.size && chosen.size > 0;
  set({only: exact ? [...chosen] : [], without: exact ? [] : away.slice(0, SHOWN)});
  build();
}

function listRuns() {
  $('runs').replaceChildren(...found().map(r => {
    const box = el('input', {type: 'checkbox', checked: chosen.has(r.name)});
    box.onchange = () => { box.checked ? chosen.add(r.name) : chosen.delete(r.name); keepChosen(); };
    const alone = el('button', {className: 'alone', textContent: 'only', title: `show only ${r.name}`});
    alone.onclick = e => { e.preventDefault(); chosen = new Set([r.name]); keepChosen(); listRuns(); };
    return el('label', {}, box, spot(r.name), el('span', {}, ...breakable(r.name)), alone);
  }));
  if (state.runs.length && !found().length) $('runs').append(el('p', {className: 'empty', textContent: 'No run matches.'}));
}

/** A dot in the colour of a run, hollow where its line is dashed. */
function spot(run) {
  const dot = el('span', {className: 'dot'});
  dot.style.borderColor = color(run);
  dot.style.background = dash(run).length ? 'none' : color(run);
  return dot;
}
