// SPDX-License-Identifier: Apache-2.0
'use strict';
// Polls the server once a second and lays out the visible cards.

/** Which kind of values each tab shows in cards. */
const KIND = {Scalars: 'scalars', Compare: null, 'PR curves': 'pr', Distributions: 'histograms', Histograms: 'histograms', Projector: null, Graph: null, Images: 'images', Text: 'text', Search: null};
const state = {runs: [], studies: [], projections: [], large: new Set(), cards: new Map(), version: -1, generation: 0};

// Settings

const FIELDS = {smooth: 'value', axis: 'value', log: 'checked', inner: 'checked', tags: 'value', find: 'value'};

function fillFields() {
  for (const [id, property] of Object.entries(FIELDS)) $(id)[property] = settings[id];
  $('amount').textContent = settings.smooth.toFixed(2);
}

/** The settings as the link has them, at the beginning and when it is changed. */
function takeLink() {
  readSettings();
  if (!(settings.tab in KIND)) settings.tab = 'Scalars';
  if (!(settings.axis in AXES)) settings.axis = 'step';
  fillFields();
  chooseRuns();
  listRuns();
  build();
}

for (const t in KIND) {
  $('tabs').append(el('button', {textContent: t, onclick: () => { set({tab: t}); document.body.classList.remove('menu'); build(); scrollTo(0, 0); }}));
}
for (const id of ['smooth', 'axis', 'log', 'inner']) {
  $(id).oninput = () => {
    set({[id]: id === 'smooth' ? +$(id).value : $(id)[FIELDS[id]]});
    fillFields();
    redraw();
  };
}
$('tags').oninput = () => { set({tags: $('tags').value}); build(); };
$('find').oninput = () => { set({find: $('find').value}); listRuns(); build(); };
$('all').onclick = () => { found().forEach(r => chosen.add(r.name)); keepChosen(); listRuns(); };
$('none').onclick = () => { found().forEach(r => chosen.delete(r.name)); keepChosen(); listRuns(); };
$('theme').onclick = () => wear(THEMES[(THEMES.indexOf(theme) + 1) % THEMES.length], redrawAll);
dusk.onchange = () => wear(theme, redrawAll);
$('menu').onclick = () => $('menu').setAttribute('aria-expanded', document.body.classList.toggle('menu'));
addEventListener('resize', () => redraw());
addEventListener('popstate', takeLink);

// The page

function build() {
  for (const b of $('tabs').children) {
    b.classList.toggle('on', b.textContent === settings.tab);
    b.classList.toggle('without', !hasData(b.textContent));
    if (b.textContent === settings.tab) $('tabs').scrollLeft = b.offsetLeft - $('tabs').offsetLeft - 120;
  }
  $('for-curves').hidden = settings.tab !== 'Scalars';
  $('for-tags').hidden = !KIND[settings.tab] && settings.tab !== 'Compare';
  document.querySelector('aside').hidden = settings.tab === 'Search' || settings.tab === 'Projector';
  $('menu').disabled = document.querySelector('aside').hidden;
  state.cards.clear();
  const page = el('div', {});
  $('page').replaceChildren(page);
  if (settings.tab === 'Search') return buildSearch(page);
  if (settings.tab === 'Compare') return buildComparison(page);
  if (settings.tab === 'Projector') return buildProjector(page);
  if (settings.tab === 'Graph') return buildGraphs(page);
  buildCards(page, KIND[settings.tab], pattern('tags'));
}

function hasData(tab) {
  if (tab === 'Search') return state.studies.length > 0;
  if (tab === 'Projector') return state.projections.length > 0;
  if (tab === 'Compare') return state.runs.length > 0;
  return state.runs.some(r => KIND[tab] ? Object.keys(r[KIND[tab]]).length : r.graphs.length);
}

/** A section for each group of tags, below what was pinned. */
function buildCards(page, kind, wanted) {
  const groups = new Map(), pinned = new Map();
  for (const run of shown()) for (const tag of Object.keys(run[kind])) {
    if (!wanted.test(tag)) continue;
    // Curves of one tag share a card; everything else has a card for each run.
    const shared = kind === 'scalars' || kind === 'pr';
    const key = shared ? tag : tag + '\n' + run.name;
    const what = {tag, run: shared ? null : run.name};
    if (settings.pin.includes(key)) { pinned.set(key, what); continue; }
    const group = tag.includes('/') ? tag.slice(0, tag.indexOf('/')) : tag.split('_')[0];
    if (!groups.has(group)) groups.set(group, new Map());
    groups.get(group).set(key, what);
  }
  const section = (name, tags) => {
    const grid = el('div', {className: 'grid'});
    page.append(el('section', {}, el('h2', {textContent: name}), grid));
    for (const [key, what] of tags) grid.append(card(key, settings.tab, what.tag, what.run));
  };
  const byName = (a, b) => natural(a[0], b[0]);
  if (pinned.size) section('Pinned', settings.pin.filter(key => pinned.has(key)).map(key => [key, pinned.get(key)]));
  for (const [group, tags] of [...groups].sort(byName)) section(group, [...tags].sort(byName));
  if (!groups.size && !pinned.size) page.append(el('p', {className: 'empty', textContent: nothing(kind)}));
}

function nothing(kind) {
  if (!state.runs.length) return 'No event files yet. This page updates when there are some.';
  if (!shown().length) return 'No run is selected.';
  return shown().some(r => Object.keys(r[kind]).length) ? 'No tag matches the filter.' : 'No data of this kind yet.';
}

async function buildGraphs(page) {
  let any = false;
  for (const run of shown()) for (const kind of run.graphs) {
    any = true;
    const holder = el('div', {className: 'graph'});
    const title = el('summary', {}, kind === 'keras' ? 'Layers ' : 'Operations ', el('small', {textContent: run.name}));
    const save = tool('PNG', 'save a picture', e => { e.preventDefault(); if (holder.firstElementChild) saveSvg('graph ' + run.name, holder.firstElementChild); });
    title.append(el('span', {className: 'tools'}, save));
    const fold = el('details', {className: 'card', open: kind === 'keras' || run.graphs.length === 1}, title, holder);
    page.append(fold);
    const draw = async () => {
      if (!fold.open || holder.firstChild) return;
      try {
        const nodes = await json('api/graph', {run: run.name, tag: kind});
        const all = nodes.reduce((n, node) => n + (node.parameters || 0), 0);
        if (all) title.lastChild.before(el('small', {textContent: ` \u2014 ${count(all.toLocaleString('en'), 'parameter')}`}));
        holder.append(drawGraph(nodes, holder.clientWidth));
      } catch (e) {
        holder.textContent = e.message;
      }
    };
    fold.ontoggle = draw;
  }
  if (!any) page.append(el('p', {className: 'empty', textContent: 'No run has a graph.'}));
}

/** The tabs without cards, each with its own drawing and news. */
const WHOLE = {Compare: [comparison, updateComparison], Projector: [projector, updateProjector], Search: [search, updateSearch]};
const redraw = () => { WHOLE[settings.tab]?.[0].draw(); for (const c of state.cards.values()) if (c.visible) c.draw(); };
const redrawAll = () => { listRuns(); redraw(); };

// News from the server

/** A run that only has hyperparameters is in the comparison, not in the list. */
const hasSomething = run => run.graphs.length || Object.values(KIND).some(kind => kind && Object.keys(run[kind]).length);

function take(answer) {
  if (answer.generation !== state.generation) series.clear();
  state.generation = answer.generation;
  answer.runs.sort((a, b) => natural(a.name, b.name));
  const shape = runs => JSON.stringify(runs.map(r => [r.name, ...Object.values(KIND).filter(Boolean).map(k => Object.keys(r[k])), r.graphs]));
  const names = a => JSON.stringify([...a.studies.map(s => [s.file, s.id]), ...a.projections.map(projectionKey)]);
  const same = shape(answer.runs.filter(hasSomething)) === shape(state.runs) && names(answer) === names(state);
  state.runs = answer.runs.filter(hasSomething);
  state.studies = answer.studies;
  state.projections = answer.projections;
  state.version = answer.version;
  dress(state.runs);
  chooseRuns();
  if (!same) { listRuns(); build(); } else if (WHOLE[settings.tab]) WHOLE[settings.tab][1](); else for (const c of state.cards.values()) if (c.visible) c.update();
}

async function poll() {
  let more = false;
  try {
    const answer = await (await fetch('api/state?version=' + state.version)).json();
    if (answer.runs) take(answer);
    more = answer.unread > 0;
    const have = [count(state.runs.length, 'run'), ...(state.studies.length ? [count(state.studies.length, 'search')] : [])];
    $('live').textContent = more ? `reading, ${count(answer.unread, 'file')} to go` : answer.problem || 'live, ' + have.join(', ');
  } catch (e) {
    console.error(e);
    $('live').textContent = 'the server has gone';
    state.version = -1; // the next server counts from its own start
    state.generation = -1;
  }
  setTimeout(poll, more ? 0 : 1000);
}
wear(theme, () => {});
takeLink();
poll();
