// SPDX-License-Identifier: Apache-2.0
'use strict';
// Asks the server once a second what there is, fetches only what is new, and draws what is seen.

const TABS = ['Scalars', 'Histograms', 'Graph', 'Images', 'Text'];
const $ = id => document.getElementById(id);
const el = (tag, attributes, ...children) => {
  const e = Object.assign(document.createElement(tag), attributes);
  e.append(...children);
  return e;
};
const state = {tab: location.hash.slice(1) || 'Scalars', runs: [], hidden: new Set(), cards: new Map(), version: -1};
const series = new Map(); // tag -> run -> {steps, times, values}
const color = run => PALETTE[state.runs.findIndex(r => r.name === run) % PALETTE.length];
const shown = () => state.runs.filter(r => !state.hidden.has(r.name));

for (const t of TABS) {
  $('tabs').append(el('button', {textContent: t, onclick: () => { state.tab = t; location.hash = t; build(); }}));
}
for (const id of ['smooth', 'log', 'time']) $(id).oninput = () => { $('amount').textContent = (+$('smooth').value).toFixed(2); redraw(); };
$('filter').oninput = () => build();
addEventListener('resize', () => redraw());

function listRuns() {
  $('runs').replaceChildren(...state.runs.map(r => {
    const box = el('input', {type: 'checkbox', checked: !state.hidden.has(r.name)});
    box.onchange = () => { box.checked ? state.hidden.delete(r.name) : state.hidden.add(r.name); build(); };
    const dot = el('span', {className: 'dot'});
    dot.style.background = color(r.name);
    return el('label', {}, box, dot, r.name);
  }));
}

/** Which kind of values each tab shows. */
const KIND = {Scalars: 'scalars', Histograms: 'histograms', Images: 'images', Text: 'text'};

function build() {
  for (const b of $('tabs').children) b.classList.toggle('on', b.textContent === state.tab);
  state.cards.clear();
  const page = $('page');
  page.replaceChildren();
  if (state.tab === 'Graph') return buildGraphs(page);
  const kind = KIND[state.tab], wanted = $('filter').value.toLowerCase();
  const groups = new Map();
  for (const run of shown()) for (const tag of Object.keys(run[kind])) {
    if (!tag.toLowerCase().includes(wanted)) continue;
    const group = tag.includes('/') ? tag.slice(0, tag.indexOf('/')) : tag.split('_')[0];
    if (!groups.has(group)) groups.set(group, new Map());
    const tags = groups.get(group);
    // Curves of one tag share a card, everything else has a card for each run.
    const key = kind === 'scalars' ? tag : tag + '\n' + run.name;
    if (!tags.has(key)) tags.set(key, {tag, run: kind === 'scalars' ? null : run.name});
  }
  for (const [group, tags] of [...groups].sort((a, b) => a[0] < b[0] ? -1 : 1)) {
    const grid = el('div', {className: 'grid'});
    page.append(el('section', {}, el('h2', {textContent: group}), grid));
    for (const [key, what] of tags) grid.append(card(key, kind, what.tag, what.run));
  }
  if (!groups.size) page.append(el('p', {className: 'empty', textContent: state.runs.length ? 'Nothing of this kind here yet.' : 'No event files yet. This page follows the folder; leave it open.'}));
}

const watcher = new IntersectionObserver(entries => entries.forEach(e => {
  const c = e.target.card;
  c.visible = e.isIntersecting;
  if (c.visible) c.update();
}), {rootMargin: '200px'});

function card(key, kind, tag, run) {
  const title = el('h4', {}, tag + ' ', el('small', {textContent: run || ''}));
  const body = el('div', {}), root = el('div', {className: 'card'}, title, body);
  const c = root.card = {visible: false, busy: false, kind, tag, run, body};
  c.update = () => { if (!c.busy) { c.busy = true; UPDATE[kind](c).catch(() => {}).finally(() => c.busy = false); } };
  c.draw = () => {};
  state.cards.set(key, c);
  watcher.observe(root);
  return root;
}

const UPDATE = {
  async scalars(c) {
    if (!c.canvas) curveCard(c);
    const known = series.get(c.tag) || series.set(c.tag, new Map()).get(c.tag);
    const have = Object.fromEntries([...known].map(([run, s]) => [run, s.steps.length]));
    const stale = state.runs.some(r => (r.scalars[c.tag] || 0) > (have[r.name] || 0));
    if (stale) {
      const answer = await fetch('api/scalars?tag=' + encodeURIComponent(c.tag), {method: 'POST', body: JSON.stringify(have)});
      append(known, await answer.arrayBuffer());
    }
    c.draw();
  },
  async histograms(c) {
    const count = state.runs.find(r => r.name === c.run).histograms[c.tag];
    if (c.count === count) return;
    c.list = await json('api/histograms', c);
    c.count = count;
    if (!c.canvas) c.body.append(c.canvas = el('canvas'));
    c.draw = () => drawHistograms(c.canvas, c.list, color(c.run));
    c.draw();
  },
  async images(c) {
    const count = state.runs.find(r => r.name === c.run).images[c.tag];
    if (c.count === count) return;
    const steps = await json('api/images', c);
    const following = !c.slider || +c.slider.value === +c.slider.max;
    if (!c.slider) {
      c.picture = el('img', {alt: c.tag});
      c.slider = el('input', {type: 'range', min: 0});
      c.caption = el('div', {className: 'empty'});
      c.slider.oninput = () => c.show();
      c.body.append(c.picture, c.slider, c.caption);
    }
    c.slider.max = steps.length - 1;
    c.slider.hidden = steps.length < 2;
    if (following) c.slider.value = steps.length - 1;
    c.show = () => {
      const i = +c.slider.value;
      c.picture.src = `api/image?run=${encodeURIComponent(c.run)}&tag=${encodeURIComponent(c.tag)}&index=${i}`;
      c.caption.textContent = 'step ' + steps[i];
    };
    c.show();
    c.count = count;
  },
  async text(c) {
    const count = state.runs.find(r => r.name === c.run).text[c.tag];
    if (c.count === count) return;
    const all = await json('api/text', c);
    c.body.replaceChildren(...all.slice(-20).reverse().map(t => el('div', {}, el('small', {className: 'empty', textContent: 'step ' + t.step}), el('pre', {textContent: t.text}))));
    c.count = count;
  },
};

const json = async (path, c) => (await fetch(`${path}?run=${encodeURIComponent(c.run)}&tag=${encodeURIComponent(c.tag)}`)).json();

/** A header of JSON {runs: [[name, points]]}, padded to 8 bytes, then steps, times and values. */
function append(known, buffer) {
  const size = new DataView(buffer).getUint32(0, true);
  const header = JSON.parse(new TextDecoder().decode(new Uint8Array(buffer, 4, size)));
  let at = Math.ceil((4 + size) / 8) * 8;
  for (const [run, n] of header.runs) {
    const part = new Float64Array(buffer, at, 3 * n);
    at += 24 * n;
    const old = known.get(run) || {steps: [], times: [], values: []};
    const join = (a, b) => { const all = new Float64Array(a.length + b.length); all.set(a); all.set(b, a.length); return all; };
    known.set(run, {steps: join(old.steps, part.subarray(0, n)), times: join(old.times, part.subarray(n, 2 * n)), values: join(old.values, part.subarray(2 * n))});
  }
}

function curveCard(c) {
  const tip = el('div', {className: 'tip'});
  c.canvas = el('canvas');
  c.body.append(c.canvas, tip);
  c.draw = () => {
    const list = shown().map(r => r.name).filter(n => series.get(c.tag)?.has(n)).map(name => {
      const s = series.get(c.tag).get(name);
      const steps = $('time').checked ? Float64Array.from(s.times, t => t - s.times[0]) : s.steps;
      return {name, color: color(name), steps, values: s.values};
    });
    c.plot = drawCurves(c.canvas, list, {smooth: +$('smooth').value, log: $('log').checked});
  };
  c.canvas.onmousemove = e => {
    if (!c.plot) return;
    const x = c.plot.at(e.offsetX);
    const rows = c.plot.lines.map(s => { const i = nearest(s.steps, x); return [s.name, s.steps[i], s.values[i], s.soft[i]]; });
    tip.textContent = rows.slice(0, 12).map(r => `${r[0]}  ${brief(r[1])}: ${brief(r[2])}` + (r[2] === r[3] ? '' : `  (smoothed ${brief(r[3])})`)).join('\n');
    tip.style.display = 'block';
    tip.style.left = Math.min(e.offsetX + 20, c.canvas.clientWidth - tip.offsetWidth) + 'px';
    tip.style.top = e.offsetY + 46 + 'px';
  };
  c.canvas.onmouseleave = () => tip.style.display = 'none';
}

async function buildGraphs(page) {
  let any = false;
  for (const run of shown().filter(r => r.graphs.length)) for (const kind of run.graphs) {
    any = true;
    const holder = el('div', {className: 'graph'});
    const title = el('h4', {}, kind === 'keras' ? 'Layers ' : 'Operations ', el('small', {textContent: run.name}));
    page.append(el('div', {className: 'card'}, title, holder));
    const nodes = await json('api/graph', {run: run.name, tag: kind});
    holder.append(drawGraph(nodes));
  }
  if (!any) page.append(el('p', {className: 'empty', textContent: 'No run has a graph.'}));
}

const redraw = () => { for (const c of state.cards.values()) if (c.visible) c.draw(); };

async function poll() {
  try {
    const answer = await (await fetch('api/state?version=' + state.version)).json();
    $('live').textContent = answer.problem || `live, ${answer.runs.length} runs`;
    if (answer.version !== state.version) {
      const shape = runs => JSON.stringify(runs.map(r => [r.name, ...['scalars', 'histograms', 'images', 'text'].map(k => Object.keys(r[k])), r.graphs]));
      const same = shape(answer.runs) === shape(state.runs);
      state.runs = answer.runs;
      state.version = answer.version;
      if (!same) { listRuns(); build(); } else for (const c of state.cards.values()) if (c.visible) c.update();
    }
  } catch (e) {
    $('live').textContent = 'the server has gone';
  }
  setTimeout(poll, 1000);
}
build();
poll();
