// SPDX-License-Identifier: Apache-2.0
'use strict';
// Searches for hyperparameters: history, parallel coordinates, curves and a table of one study, followed while it runs.

const search = {key: null, known: null, sort: null, picked: null, brushes: new Map(), draw: () => {}};
const studyKey = s => s.file + '\n' + s.id;

function buildSearch(page) {
  search.draw = () => {};
  if (!state.studies.length) {
    page.append(el('p', {className: 'empty', textContent: 'No journal of a search yet. A study writes one, study.journal.'}));
    return;
  }
  const asked = state.studies.find(s => studyKey(s) === settings.study) || state.studies[0];
  if (studyKey(asked) !== search.key) choose(studyKey(asked));
  const select = el('select', {ariaLabel: 'Study', hidden: state.studies.length < 2});
  for (const s of state.studies) select.append(el('option', {value: studyKey(s), textContent: `${s.name} (${s.file})`, selected: studyKey(s) === search.key}));
  select.onchange = () => { set({study: select.value}); choose(select.value); updateSearch(); };
  const head = el('p', {id: 'study'}), note = el('p', {id: 'picked'});
  const history = canvasCard('History', canvas => drawHistory(canvas, ranked()));
  const curves = canvasCard('Reported values', canvas => drawReported(canvas, ranked().filter(t => inBrushes(search.brushes, t))));
  const lines = el('div', {className: 'parallel'}), table = el('div', {className: 'trials'});
  const parallel = framed('Hyperparameters', lines, tool('PNG', 'save a picture', () => saveSvg('hyperparameters', lines.firstChild)));
  const save = tool('CSV', 'save the table', () => saveCsv(search.known.name, tableRows(columns(), [...search.known.trials.values()])));
  parallel.classList.add('large');
  page.append(select, head, el('div', {className: 'grid pair'}, history.card, curves.card, parallel),
    el('div', {className: 'bar'}, note, el('span', {className: 'tools'}, save)), table);
  search.draw = () => {
    if (!search.known) return;
    const all = ranked();
    const seen = all.filter(t => inBrushes(search.brushes, t));
    head.replaceChildren(...summary(all));
    drawHistory(history.canvas, all);
    drawReported(curves.canvas, seen);
    const drawn = all.filter(t => Object.keys(t.parameters).length).sort((a, b) => (b.rank ?? 2) - (a.rank ?? 2) || 0);
    drawParallel(lines, drawn, axesOf(all), {brushes: search.brushes, picked: t => t.number === search.picked, shade, title: titleOf, pick, changed: search.draw});
    drawTrials(table, seen);
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

function canvasCard(title, render) {
  const canvas = el('canvas');
  return {canvas, card: framed(title, canvas, tool('PNG', 'save a picture', () => savePng(title, poster(title, render, []))))};
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

const shade = t => shadeOf(t.rank);

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
    g.strokeStyle = hue(0); g.lineWidth = 1.6; g.beginPath();
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
    if (t.number === search.picked) { g.strokeStyle = paint('text'); g.beginPath(); g.arc(X(t.number), Y(value(t, 0)), 5.5, 0, 7); g.stroke(); }
  }
  canvas.at = (x, y) => {
    const far = t => Math.hypot(X(t.number) - x, Y(value(t, 0)) - y);
    const near = points.reduce((a, b) => far(a) <= far(b) ? a : b);
    return far(near) < 12 ? near : null;
  };
}

function drawReported(canvas, seen) {
  const list = seen.filter(t => t.steps.length).sort((a, b) => (b.rank || 0) - (a.rank || 0)).map(t => ({
    name: 'trial ' + t.number, color: search.picked === null ? shade(t) : t.number === search.picked ? hue(0) : paint('line'),
    steps: t.steps, values: t.curve.map(Number), last: t.number === search.picked}));
  list.sort((a, b) => a.last - b.last);
  canvas.dataset.drawn = list.length;
  drawCurves(canvas, list, {smooth: 0});
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

function drawTrials(holder, seen) {
  drawTable(holder, columns(), seen, {
    sort: search.sort || {name: objective(0), down: search.known.maximized[0]},
    sorted: (name, down) => { search.sort = {name, down}; search.draw(); },
    row: t => ({className: (t.best ? 'best ' : '') + (t.number === search.picked ? 'picked' : ''), tabIndex: 0,
      onclick: () => pick(t), onkeydown: e => { if (e.key === 'Enter') pick(t); }}),
    noun: 'trial', first: (a, b) => a.number - b.number});
}

function described(t) {
  if (!t) return [el('span', {className: 'empty', textContent: 'Click a trial to see its curve; drag on an axis to narrow the table.'})];
  const facts = Object.entries(t.attributes).map(([n, v]) => `${n}: ${typeof v === 'object' ? JSON.stringify(v) : text(v)}`);
  if (t.reason) facts.unshift(t.reason);
  return [el('b', {textContent: `Trial ${t.number}`}), ` ${t.state}. ${facts.join('; ')}`];
}
