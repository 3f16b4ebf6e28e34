// SPDX-License-Identifier: Apache-2.0
'use strict';
// Polls the server once a second and lays out the visible cards.

/** Which kind of values each tab shows. */
const KIND = {Scalars: 'scalars', Distributions: 'histograms', Histograms: 'histograms', Graph: null, Images: 'images', Text: 'text', Search: null};
/** More runs than these are listed, but not drawn until they are chosen. */
const SHOWN = 200;
const $ = id => document.getElementById(id);
const el = (tag, attributes, ...children) => {
  const e = Object.assign(document.createElement(tag), attributes);
  e.append(...children);
  return e;
};
const asked = location.hash.slice(1);
const state = {tab: asked in KIND ? asked : 'Scalars', runs: [], studies: [], index: new Map(), hidden: new Set(), large: new Set(), cards: new Map(), version: -1, generation: 0};
const series = new Map(); // tag -> run -> {steps, times, values}
const color = run => hue(state.index.get(run) ?? -1);
const shown = () => state.runs.filter(r => !state.hidden.has(r.name));

for (const t in KIND) {
  $('tabs').append(el('button', {textContent: t, onclick: () => { state.tab = t; location.hash = t; build(); scrollTo(0, 0); }}));
}
for (const id of ['smooth', 'log', 'time', 'inner']) $(id).oninput = () => { $('amount').textContent = (+$('smooth').value).toFixed(2); redraw(); };
$('filter').oninput = () => build();
$('find').oninput = () => listRuns();
$('all').onclick = () => { found().forEach(r => state.hidden.delete(r.name)); listRuns(); build(); };
$('none').onclick = () => { found().forEach(r => state.hidden.add(r.name)); listRuns(); build(); };
addEventListener('resize', () => redraw());

const found = () => state.runs.filter(r => r.name.toLowerCase().includes($('find').value.toLowerCase()));

function listRuns() {
  $('find').hidden = state.runs.length < 12;
  $('runs').replaceChildren(...found().map(r => {
    const box = el('input', {type: 'checkbox', checked: !state.hidden.has(r.name)});
    box.onchange = () => { box.checked ? state.hidden.delete(r.name) : state.hidden.add(r.name); build(); };
    const dot = el('span', {className: 'dot'});
    dot.style.background = color(r.name);
    return el('label', {}, box, dot, el('span', {}, ...breakable(r.name)));
  }));
}

function build() {
  for (const b of $('tabs').children) b.classList.toggle('on', b.textContent === state.tab);
  $('curves').hidden = state.tab !== 'Scalars';
  $('tags').hidden = !KIND[state.tab];
  document.querySelector('aside').hidden = state.tab === 'Search';
  state.cards.clear();
  const page = el('div', {});
  $('page').replaceChildren(page);
  if (state.tab === 'Search') return buildSearch(page);
  if (state.tab === 'Graph') return buildGraphs(page);
  const kind = KIND[state.tab], wanted = $('filter').value.toLowerCase();
  const groups = new Map();
  for (const run of shown()) for (const tag of Object.keys(run[kind])) {
    if (!tag.toLowerCase().includes(wanted)) continue;
    const group = tag.includes('/') ? tag.slice(0, tag.indexOf('/')) : tag.split('_')[0];
    if (!groups.has(group)) groups.set(group, new Map());
    const tags = groups.get(group);
    // Curves of one tag share a card; everything else has a card for each run.
    const key = kind === 'scalars' ? tag : tag + '\n' + run.name;
    if (!tags.has(key)) tags.set(key, {tag, run: kind === 'scalars' ? null : run.name});
  }
  for (const [group, tags] of [...groups].sort((a, b) => a[0] < b[0] ? -1 : 1)) {
    const grid = el('div', {className: 'grid'});
    page.append(el('section', {}, el('h2', {textContent: group}), grid));
    const order = [...tags].sort((a, b) => a[0] < b[0] ? -1 : 1);
    for (const [key, what] of order) grid.append(card(key, state.tab, what.tag, what.run));
  }
  if (!groups.size) page.append(el('p', {className: 'empty', textContent: nothing(kind)}));
}

function nothing(kind) {
  if (!state.runs.length) return 'No event files yet. This page updates when there are some.';
  if (!shown().length) return 'No run is selected on the left.';
  return shown().some(r => Object.keys(r[kind]).length) ? 'No tag matches the filter.' : 'No data of this kind yet.';
}

async function buildGraphs(page) {
  let any = false;
  for (const run of shown()) for (const kind of run.graphs) {
    any = true;
    const holder = el('div', {className: 'graph'});
    const title = el('summary', {}, kind === 'keras' ? 'Layers ' : 'Operations ', el('small', {textContent: run.name}));
    const fold = el('details', {className: 'card', open: kind === 'keras' || run.graphs.length === 1}, title, holder);
    page.append(fold);
    const draw = async () => {
      if (!fold.open || holder.firstChild) return;
      try {
        holder.append(drawGraph(await json('api/graph', {run: run.name, tag: kind}), holder.clientWidth));
      } catch (e) {
        holder.textContent = e.message;
      }
    };
    fold.ontoggle = draw;
  }
  if (!any) page.append(el('p', {className: 'empty', textContent: 'No run has a graph.'}));
}

const redraw = () => { if (state.tab === 'Search') search.draw(); for (const c of state.cards.values()) if (c.visible) c.draw(); };

function take(answer) {
  if (answer.generation !== state.generation) series.clear();
  state.generation = answer.generation;
  const shape = runs => JSON.stringify(runs.map(r => [r.name, ...['scalars', 'histograms', 'images', 'text'].map(k => Object.keys(r[k])), r.graphs]));
  const names = studies => JSON.stringify(studies.map(s => [s.file, s.id]));
  const same = shape(answer.runs) === shape(state.runs) && names(answer.studies) === names(state.studies);
  for (const [i, r] of answer.runs.entries()) {
    if (i >= SHOWN && !state.index.has(r.name)) state.hidden.add(r.name);
  }
  state.runs = answer.runs;
  state.studies = answer.studies;
  state.index = new Map(answer.runs.map((r, i) => [r.name, i]));
  state.version = answer.version;
  if (!same) { listRuns(); build(); } else if (state.tab === 'Search') updateSearch(); else for (const c of state.cards.values()) if (c.visible) c.update();
}

const count = (n, noun) => `${n} ${noun}${n === 1 ? '' : 's'}`;

async function poll() {
  let more = false;
  try {
    const answer = await (await fetch('api/state?version=' + state.version)).json();
    if (answer.runs) take(answer);
    more = answer.unread > 0;
    $('live').textContent = more ? `reading, ${count(answer.unread, 'file')} to go` : answer.problem || `live, ${[count(state.runs.length, 'run'), ...(state.studies.length ? [count(state.studies.length, 'search').replace('searchs', 'searches')] : [])].join(', ')}`;
  } catch (e) {
    $('live').textContent = 'the server has gone';
    state.version = -1; // the next server counts from its own start
    state.generation = -1;
  }
  setTimeout(poll, more ? 0 : 1000);
}
build();
poll();
