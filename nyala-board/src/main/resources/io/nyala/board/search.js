// SPDX-License-Identifier: Apache-2.0
'use strict';
// Searches for hyperparameters: history, parallel coordinates, curves and a table of one study, followed while it runs.

/** More rows than these are not put into the table; it can be narrowed in the parallel coordinates. */
const ROWS = 300;
const search = {key: null, known: null, sort: null, picked: null, brushes: new Map(), draw: () => {}};
const studyKey = s => s.file + '\n' + s.id;

function buildSearch(page) {
  search.draw = () => {};
  if (!state.studies.length) {
    page.append(el('p', {className: 'empty', textContent: 'No journal of a search yet. A study writes one, study.journal.'}));
    return;
  }
  if (!state.studies.some(s => studyKey(s) === search.key)) choose(studyKey(state.studies[0]));
  const select = el('select', {ariaLabel: 'Study', hidden: state.studies.length < 2});
  for (const s of state.studies) select.append(el('option', {value: studyKey(s), textContent: `${s.name} (${s.file})`, selected: studyKey(s) === search.key}));
  select.onchange = () => { choose(select.value); updateSearch(); };
  const head = el('p', {id: 'study'}), note = el('p', {id: 'picked'});
  const history = canvasCard('History'), curves = canvasCard('Reported values');
  const lines = el('div', {className: 'parallel'}), table = el('div', {className: 'trials'});
  const parallel = el('div', {className: 'card large'}, el('h4', {textContent: 'Hyperparameters'}), lines);
  page.append(select, head, el('div', {className: 'grid pair'}, history.card, curves.card, parallel), note, table);
  search.draw = () => {
    if (!search.known) return;
    const all = ranked();
    const seen = all.filter(inBrushes);
    head.replaceChildren(...summary(all));
    drawHistory(history.canvas, all);
    drawReported(curves.canvas, seen);
    drawParallel(lines, all);
    drawTable(table, seen);
    note.replaceChildren(...described(all.find(t => t.number === search.picked)));
  };
  history.canvas.onclick = e => { const t = history.canvas.at?.(e.offsetX, e.offsetY); if (t) pick(t); };
  updateSearch();
}

function choose(key) {
  Object.assign(search, {key, known: null, sort: null, picked: null});
  search.brushes.clear();
}

function pick(t) {
  search.picked = search.picked === t.number ? null : t.number;
  search.draw();
}

function canvasCard(title) {
  const canvas = el('canvas');
  return {canvas, card: el('div', {className: 'card'}, el('h4', {textContent: title}), canvas)};
}

/** Fetches the trials that have changed, and draws. */
async function updateSearch() {
  const study = state.studies.find(s => studyKey(s) === search.key);
  if (!study) return;
  const old = search.known;
  if (!old || old.version < study.version || old.generation !== study.generation) {
    const answer = await fetch(`api/study?file=${encodeURIComponent(study.file)}&study=${study.id}&have=${old ? old.version : -1}&generation=${old ? old.generation : -1}`);
    if (!answer.ok || studyKey(study) !== search.key) return;
    const news = await answer.json();
    const trials = old && !news.whole ? old.trials : new Map();
    for (const t of news.trials) trials.set(t.number, t);
    search.known = {...news, trials};
  }
  search.draw();
}

const objective = i => search.known.objectives[i] || (search.known.maximized.length > 1 ? 'objective ' + i : 'value');
const value = (t, i) => typeof t.values[i] === 'number' ? t.values[i] : NaN;
const valued = t => (t.state === 'complete' || t.state === 'paused') && search.known.maximized.every((_, i) => Number.isFinite(value(t, i)));
const loss = (t, i) => search.known.maximized[i] ? -value(t, i) : value(t, i);
const dominates = (a, b) => search.known.maximized.every((_, i) => loss(a, i) <= loss(b, i)) && search.known.maximized.some((_, i) => loss(a, i) < loss(b, i));

/** All trials, with the rank of those that have a value, from 0 for the best to 1, and the best marked. */
function ranked() {
  const all = [...search.known.trials.values()].sort((a, b) => a.number - b.number);
  const good = all.filter(valued).sort((a, b) => loss(a, 0) - loss(b, 0));
  const several = search.known.maximized.length > 1;
  for (const t of all) { t.rank = NaN; t.best = false; }
  good.forEach((t, i) => { t.rank = good.length < 2 ? 0 : i / (good.length - 1); });
  const best = several ? good.filter(t => !good.some(o => dominates(o, t))) : [good.find(t => t.state === 'complete') || good[0]];
  for (const t of best) if (t) t.best = true;
  return all;
}

function summary(all) {
  const of = s => all.filter(t => t.state === s).length;
  const parts = ['complete', 'running', 'paused', 'pruned', 'failed', 'waiting'].filter(of).map(s => `${of(s)} ${s}`);
  const best = all.filter(t => t.best);
  const found = best.length === 1 ? `, best ${objective(0)} ${brief(value(best[0], 0))} in trial ${best[0].number}` : best.length ? `, ${best.length} on the Pareto front` : '';
  return [el('b', {textContent: search.known.name}), ` \u2014 ${count(all.length, 'trial')}: ${parts.join(', ')}${found}`];
}

/** From the best (warm and strong) to the worst (pale). */
const BEST = [217, 84, 30], WORST = [176, 199, 214];
const shade = t => Number.isNaN(t.rank) ? '#d5dbe0' : `rgb(${BEST.map((c, i) => Math.round(c + (WORST[i] - c) * Math.sqrt(t.rank))).join(' ')})`;

function drawHistory(canvas, all) {
  const points = all.filter(t => Number.isFinite(value(t, 0)));
  const [g, w, h] = prepare(canvas);
  canvas.dataset.points = points.length;
  canvas.at = null;
  if (!points.length) return g.fillText('no trial has a value yet', 10, 14);
  const sorted = points.map(t => value(t, 0)).sort((a, b) => a - b);
  // A few outliers must not flatten all other values.
  const bad = search.known.maximized[0] ? 0 : sorted.length - 1, inner = sorted[Math.round(bad * .95 + (sorted.length - 1 - bad) * .05)];
  let y0 = search.known.maximized[0] ? inner : sorted[0], y1 = search.known.maximized[0] ? sorted.at(-1) : inner;
  const pad = (y1 - y0) * .08 || Math.abs(y0) * .1 || 1;
  y0 -= pad; y1 += pad;
  const box = {l: 52, r: w - 8, t: 6, b: h - 22}, last = Math.max(all.at(-1).number, 1);
  axes(g, w, h, box, 0, last, y0, y1);
  const X = n => box.l + n / last * (box.r - box.l), Y = v => Math.min(box.b, Math.max(box.t, box.b - (v - y0) / (y1 - y0) * (box.b - box.t)));
  if (search.known.maximized.length === 1) {
    let best = NaN;
    g.strokeStyle = '#d9541e'; g.lineWidth = 1.6; g.beginPath();
    for (const t of points) {
      if (t.state !== 'complete' || loss(t, 0) >= (search.known.maximized[0] ? -best : best)) continue;
      if (Number.isNaN(best)) g.moveTo(X(t.number), Y(value(t, 0)));
      else { g.lineTo(X(t.number), Y(best)); g.lineTo(X(t.number), Y(value(t, 0))); }
      best = value(t, 0);
    }
    if (!Number.isNaN(best)) g.lineTo(X(last), Y(best));
    g.stroke();
  }
  for (const t of points) {
    dot(g, X(t.number), Y(value(t, 0)), shade(t));
    if (t.number === search.picked) { g.strokeStyle = '#1c2530'; g.beginPath(); g.arc(X(t.number), Y(value(t, 0)), 5.5, 0, 7); g.stroke(); }
  }
  canvas.at = (x, y) => {
    const far = t => Math.hypot(X(t.number) - x, Y(value(t, 0)) - y);
    const near = points.reduce((a, b) => far(a) <= far(b) ? a : b);
    return far(near) < 12 ? near : null;
  };
}

function drawReported(canvas, seen) {
  const list = seen.filter(t => t.steps.length).sort((a, b) => (b.rank || 0) - (a.rank || 0)).map(t => ({
    name: 'trial ' + t.number, color: search.picked === null ? shade(t) : t.number === search.picked ? '#d9541e' : '#dfe3e8',
    steps: t.steps, values: t.curve.map(Number), last: t.number === search.picked}));
  list.sort((a, b) => a.last - b.last);
  canvas.dataset.drawn = list.length;
  drawCurves(canvas, list, {smooth: 0});
}

/** Where a value stands on its axis, from 0 below to 1 above; NaN if the trial has none. */
function place(axis, v) {
  if (v === undefined || v === null) return NaN;
  if (axis.choices) {
    const i = axis.choices.findIndex(c => JSON.stringify(c) === JSON.stringify(v));
    return i < 0 ? NaN : axis.choices.length < 2 ? .5 : i / (axis.choices.length - 1);
  }
  const scale = axis.log ? Math.log : x => x;
  return axis.high === axis.low ? .5 : (scale(v) - scale(axis.low)) / (scale(axis.high) - scale(axis.low));
}

/** The axes of the plot: the hyperparameters, then the objectives. */
function axesOf(all) {
  const known = search.known;
  const some = known.axes.map(a => ({...a, of: t => t.parameters[a.name]}));
  const good = all.filter(valued);
  known.maximized.forEach((_, i) => {
    const values = good.map(t => value(t, i)).sort((a, b) => a - b);
    const worst = values[known.maximized[i] ? Math.floor(values.length * .1) : Math.ceil(values.length * .9) - 1];
    const [low, high] = known.maximized[i] ? [worst, values.at(-1)] : [values[0], worst];
    if (values.length) some.push({name: objective(i), low, high, of: t => valued(t) ? Math.min(high, Math.max(low, value(t, i))) : null});
  });
  return some;
}

const text = v => typeof v === 'number' ? brief(v) : String(v);

function marks(axis) {
  if (axis.choices) return axis.choices.map((c, i) => [axis.choices.length < 2 ? .5 : i / (axis.choices.length - 1), text(c)]).slice(0, 20);
  if (!axis.log) return ticks(axis.low, axis.high, 5).map(v => [place(axis, v), brief(v)]);
  const list = [];
  for (let p = Math.ceil(Math.log10(axis.low) - 1e-9); p <= Math.log10(axis.high) + 1e-9; p++) list.push([place(axis, 10 ** p), brief(10 ** p)]);
  return list.length > 1 ? list : [[0, brief(axis.low)], [1, brief(axis.high)]];
}

const svg = (tag, attributes, ...children) => {
  const e = document.createElementNS('http://www.w3.org/2000/svg', tag);
  for (const [k, v] of Object.entries(attributes)) e.setAttribute(k, v);
  e.append(...children);
  return e;
};

const inBrushes = t => [...search.brushes].every(([, b]) => { const p = place(b.axis, b.axis.of(t)); return p >= b.low - 1e-9 && p <= b.high + 1e-9; });

function drawParallel(holder, all) {
  if (holder.brushing) return;
  const some = axesOf(all);
  const w = Math.max(holder.clientWidth, 110 * some.length), h = 300, top = 34, bottom = h - 14;
  const X = i => 50 + i * (w - 110) / Math.max(some.length - 1, 1), Y = p => bottom - p * (bottom - top);
  for (const b of search.brushes.values()) b.axis = some.find(a => a.name === b.axis.name) || b.axis;
  const root = svg('svg', {width: w, height: h});
  const lines = all.filter(t => Object.keys(t.parameters).length).sort((a, b) => (b.rank ?? 2) - (a.rank ?? 2) || 0);
  for (const t of lines.filter(t => t.number !== search.picked).concat(lines.filter(t => t.number === search.picked))) {
    const at = some.map((a, i) => [X(i), Y(place(a, a.of(t)))]).filter(([, y]) => Number.isFinite(y));
    if (at.length < 2) continue;
    const line = svg('polyline', {points: at.map(p => p.map(c => c.toFixed(1)).join(',')).join(' '), stroke: shade(t), class: (inBrushes(t) ? '' : 'dim ') + (t.number === search.picked ? 'picked' : '')});
    line.append(svg('title', {}, titleOf(t)));
    line.onclick = () => pick(t);
    root.append(line);
  }
  some.forEach((axis, i) => root.append(axisOf(axis, X(i), Y, top, bottom, holder)));
  holder.replaceChildren(root);
  holder.dataset.lines = lines.length;
}

function axisOf(axis, x, Y, top, bottom, holder) {
  const group = svg('g', {}, svg('line', {x1: x, x2: x, y1: top, y2: bottom}), svg('text', {x, y: 14, class: 'name'}, axis.name));
  for (const [p, label] of marks(axis)) group.append(svg('text', {x: x + 5, y: Y(p) + 4}, label));
  const brush = search.brushes.get(axis.name);
  const range = svg('rect', {x: x - 7, width: 14, y: brush ? Y(brush.high) : 0, height: brush ? Y(brush.low) - Y(brush.high) : 0, class: 'brush'});
  const area = svg('rect', {x: x - 14, width: 28, y: top - 8, height: bottom - top + 16, class: 'area'}, svg('title', {}, 'drag to narrow, click to see all'));
  const share = e => Math.min(1, Math.max(0, (bottom - (e.clientY - area.ownerSVGElement.getBoundingClientRect().top)) / (bottom - top)));
  let from = null;
  area.onpointerdown = e => { from = share(e); holder.brushing = true; area.setPointerCapture(e.pointerId); };
  area.onpointermove = e => {
    if (from === null) return;
    const [low, high] = [from, share(e)].sort((a, b) => a - b);
    range.setAttribute('y', Y(high)); range.setAttribute('height', Y(low) - Y(high));
  };
  area.onpointerup = e => {
    const [low, high] = [from, share(e)].sort((a, b) => a - b);
    from = null; holder.brushing = false;
    high - low < .02 ? search.brushes.delete(axis.name) : search.brushes.set(axis.name, {axis, low, high});
    search.draw();
  };
  area.onpointercancel = () => { from = null; holder.brushing = false; search.draw(); };
  group.append(range, area);
  return group;
}

const titleOf = t => [`trial ${t.number}, ${t.state}`, ...t.values.map((v, i) => `${objective(i)} ${text(v)}`), ...Object.entries(t.parameters).map(([n, v]) => `${n} ${text(v)}`)].join('\n');

function columns() {
  const known = search.known;
  return [
    {name: 'trial', of: t => t.number},
    {name: 'state', of: t => t.state},
    ...known.maximized.map((_, i) => ({name: objective(i), of: t => t.values[i]})),
    ...known.axes.map(a => ({name: a.name, of: t => t.parameters[a.name]})),
    {name: 'seconds', of: t => t.seconds},
  ];
}

/** Numbers before words, and what is missing last, in either direction. */
function compare(a, b, down) {
  const empty = v => v === null || v === undefined || typeof v === 'number' && Number.isNaN(v) || v === 'NaN';
  if (empty(a) || empty(b)) return empty(a) - empty(b);
  const order = typeof a === 'number' && typeof b === 'number' ? a - b : String(a) < String(b) ? -1 : a === b ? 0 : 1;
  return down ? -order : order;
}

function drawTable(holder, seen) {
  const all = columns(), known = search.known;
  const sort = search.sort || {name: objective(0), down: known.maximized[0]};
  const by = all.find(c => c.name === sort.name) || all[0];
  const rows = [...seen].sort((a, b) => compare(by.of(a), by.of(b), sort.down) || a.number - b.number);
  const head = all.map(c => {
    const button = el('button', {textContent: c.name + (c === by ? sort.down ? ' \u25be' : ' \u25b4' : '')});
    button.onclick = () => { search.sort = {name: c.name, down: c === by && !sort.down}; search.draw(); };
    return el('th', {ariaSort: c === by ? sort.down ? 'descending' : 'ascending' : 'none'}, button);
  });
  const body = rows.slice(0, ROWS).map(t => {
    const row = el('tr', {className: (t.best ? 'best ' : '') + (t.number === search.picked ? 'picked' : ''), tabIndex: 0},
      ...all.map(c => el('td', {textContent: c.of(t) === null || c.of(t) === undefined ? '' : text(c.of(t))})));
    row.onclick = () => pick(t);
    row.onkeydown = e => { if (e.key === 'Enter') pick(t); };
    return row;
  });
  const more = rows.length > ROWS ? [el('p', {className: 'empty', textContent: `and ${count(rows.length - ROWS, 'more trial')}`})] : [];
  holder.replaceChildren(el('table', {}, el('thead', {}, el('tr', {}, ...head)), el('tbody', {}, ...body)), ...more);
}

function described(t) {
  if (!t) return [el('span', {className: 'empty', textContent: 'Click a trial to see its curve; drag on an axis to narrow the table.'})];
  const facts = Object.entries(t.attributes).map(([n, v]) => `${n}: ${typeof v === 'object' ? JSON.stringify(v) : text(v)}`);
  if (t.reason) facts.unshift(t.reason);
  return [el('b', {textContent: `Trial ${t.number}`}), ` ${t.state}. ${facts.join('; ')}`];
}
