// SPDX-License-Identifier: Apache-2.0
'use strict';
// Runs side by side: their hyperparameters and their last and best metrics.

/** More metrics than these are not columns until the filter of tags names them. */
const METRICS = 12;
const comparison = {runs: [], version: null, picked: null, brushes: new Map(), draw: () => {}};

/** Metrics of which more is better; of all others, such as losses and errors, less is. */
const UPWARDS = /acc|auc|precision|recall|f1|f_?score|r2|iou|dice|reward|return|score|bleu|top_?\d|similarity/i;
const isUpwards = tag => UPWARDS.test(tag) !== settings.best.includes(tag);

function buildComparison(page) {
  const lines = el('div', {className: 'parallel'}), table = el('div', {className: 'trials'}), note = el('span', {className: 'empty'});
  const parallel = framed('Hyperparameters', lines, tool('PNG', 'save a picture', () => saveSvg('hyperparameters', lines.firstChild)));
  const values = el('select', {ariaLabel: 'Values of metrics'}, ...['last and best', 'last', 'best'].map(v => el('option', {textContent: v, selected: v === settings.values})));
  const differ = el('input', {type: 'checkbox', checked: settings.differ});
  values.onchange = () => { set({values: values.value}); comparison.draw(); };
  differ.onchange = () => { set({differ: differ.checked}); comparison.draw(); };
  const save = tool('CSV', 'save the table', () => saveCsv('runs', tableRows(columnsOf(groupRuns()), groupRuns())));
  page.append(parallel, el('div', {className: 'bar'}, el('label', {}, 'Metrics ', values), el('label', {}, differ, ' Only differences'), note, el('span', {className: 'tools'}, save)), table);
  comparison.draw = () => {
    const rows = groupRuns(), columns = columnsOf(rows);
    const seen = rows.filter(r => inBrushes(comparison.brushes, r));
    parallel.hidden = !rows.some(r => Object.keys(r.hparams).length);
    if (!parallel.hidden) drawLines(lines, rows, columns);
    note.textContent = columns.left ? `${count(columns.left, 'more metric')}: name them in the filter of tags` : rows.length ? '' : 'No run has scalars or hyperparameters.';
    const [name, down] = settings.sort.length ? settings.sort : ['run', '0'];
    drawTable(table, columns, seen, {
      sort: {name, down: down === '1'}, noun: 'run', first: (a, b) => natural(a.name, b.name),
      sorted: (by, down) => { set({sort: [by, down ? '1' : '0']}); comparison.draw(); },
      row: r => ({className: r.name === comparison.picked ? 'picked' : '', tabIndex: 0, onclick: () => pickRun(r), onkeydown: e => { if (e.key === 'Enter') pickRun(r); }})});
  };
  updateComparison();
}

function pickRun(r) {
  comparison.picked = comparison.picked === r.name ? null : r.name;
  comparison.draw();
}

async function updateComparison() {
  const version = state.version;
  if (comparison.version !== version) {
    comparison.runs = await (await fetch('api/comparison')).json();
    comparison.version = version;
  }
  comparison.draw();
}

/** The chosen runs, with training and validation in one row: {name, some, hparams, metrics: label -> {tag, ...}}. */
function groupRuns() {
  const groups = new Map(), seen = new Set(shown().map(r => r.name)), listed = new Set(state.runs.map(r => r.name));
  const away = new Set(state.runs.filter(r => !seen.has(r.name)).map(r => partOf(r.name).base));
  for (const name of seen) away.delete(partOf(name).base);
  // The hyperparameters of a session are often alone in a folder above its training and validation.
  const wanted = run => !Object.keys(run.scalars).length && !run.hparams ? false : listed.has(run.name) ? seen.has(run.name) : run.hparams && !away.has(partOf(run.name).base);
  for (const run of comparison.runs.filter(wanted)) {
    const {base, part} = partOf(run.name);
    if (!groups.has(base)) groups.set(base, {name: base, some: run.name, hparams: {}, metrics: new Map(), success: null, from: Infinity, to: -Infinity});
    const g = groups.get(base);
    Object.assign(g.hparams, run.hparams);
    g.success ??= run.success;
    for (const [tag, m] of Object.entries(run.scalars)) {
      const [last, lastStep, low, lowStep, high, highStep, from, to] = m.map(Number);
      g.from = Math.min(g.from, from); g.to = Math.max(g.to, to);
      const best = isUpwards(tag) ? [high, highStep] : [low, lowStep];
      g.metrics.set(part ? `${tag} ${part}` : tag, {tag, part, last: [last, lastStep], best});
    }
  }
  return [...groups.values()];
}

function columnsOf(rows) {
  const names = [...new Set([...comparison.runs.flatMap(r => r.order || []), ...rows.flatMap(r => Object.keys(r.hparams))])];
  const hparams = names.filter(n => rows.some(r => n in r.hparams)).map(name => ({name, of: r => r.hparams[name], hparam: true}));
  const [labels, left] = wantedMetrics(rows);
  const kinds = settings.values === 'last and best' ? ['last', 'best'] : [settings.values];
  const metrics = labels.flatMap(label => kinds.map(kind => metricColumn(rows, label, kind)));
  const seconds = {name: 'time', of: r => r.to > r.from ? r.to - r.from : null, show: r => [r.to > r.from ? duration(r.to - r.from) : '']};
  let some = [...hparams, ...metrics];
  if (settings.differ && rows.length > 1) some = some.filter(c => new Set(rows.map(r => JSON.stringify(c.of(r) ?? null))).size > 1);
  const run = {name: 'run', of: r => r.name, show: r => [spot(r.some), r.name, ...(r.success === false ? [el('span', {className: 'problem', textContent: ' failed'})] : [])]};
  return Object.assign([run, ...some, seconds], {left});
}

/** The metrics that the filter names; else those of the experiment; else those of epochs, if there are some. */
function wantedMetrics(rows) {
  const all = new Map(rows.flatMap(r => [...r.metrics]));
  let labels = [...all.keys()].sort(natural);
  if (settings.tags) labels = labels.filter(l => pattern('tags').test(l));
  else {
    const named = new Set(comparison.runs.flatMap(r => r.metrics || []).map(([group, tag]) => group ? `${tag} ${group}` : tag));
    const ofEpochs = labels.filter(l => l.startsWith('epoch_') && !/learning_rate|steps_per_second/.test(l));
    const first = labels.filter(l => named.has(l));
    const rest = ofEpochs.length ? ofEpochs : labels;
    labels = [...first, ...rest.filter(l => !named.has(l))];
  }
  const most = settings.tags ? labels.length : METRICS;
  return [labels.slice(0, most), all.size - Math.min(most, labels.length)];
}

function metricColumn(rows, label, kind) {
  const tag = rows.map(r => r.metrics.get(label)?.tag).find(Boolean), up = isUpwards(tag);
  const turn = el('button', {textContent: up ? ' \u2191' : ' \u2193', title: `the ${up ? 'highest' : 'lowest'} is best; click for the ${up ? 'lowest' : 'highest'}`});
  turn.onclick = () => {
    set({best: settings.best.includes(tag) ? settings.best.filter(t => t !== tag) : [...settings.best, tag]});
    comparison.draw();
  };
  const at = r => r.metrics.get(label)?.[kind];
  return {name: `${label} ${kind}`, label, kind, up, of: r => at(r)?.[0], more: kind === 'best' ? [turn] : [],
    show: r => at(r) ? [el('span', {title: `step ${at(r)[1]}`, textContent: brief(at(r)[0])})] : ['']};
}

/** Lines across the hyperparameters and a metric: the one that sorts the table, or the first. */
function drawLines(holder, rows, columns) {
  const metrics = columns.filter(c => c.kind);
  const chosen = metrics.find(c => c.name === settings.sort[0]) || metrics.find(c => c.kind === 'best') || metrics[0];
  const axes = [...columns.filter(c => c.hparam), ...(chosen ? [chosen] : [])].map(c => axisFor(c, rows)).filter(Boolean);
  const ranks = new Map();
  if (chosen) {
    const good = rows.filter(r => Number.isFinite(chosen.of(r))).sort((a, b) => (chosen.of(a) - chosen.of(b)) * (chosen.up ? -1 : 1));
    good.forEach((r, i) => ranks.set(r, good.length < 2 ? 0 : i / (good.length - 1)));
  }
  const drawn = [...rows].sort((a, b) => (ranks.get(b) ?? 2) - (ranks.get(a) ?? 2));
  drawParallel(holder, drawn, axes, {brushes: comparison.brushes, picked: r => r.name === comparison.picked, shade: r => shadeOf(ranks.get(r) ?? NaN),
    title: r => [r.name, ...axes.map(a => `${a.name} ${text(a.of(r) ?? '')}`)].join('\n'), pick: pickRun, changed: () => comparison.draw()});
}

/** Numbers over two powers of ten and more are drawn logarithmically. */
function axisFor(column, rows) {
  const values = rows.map(column.of).filter(v => !empty(v));
  if (!values.length) return null;
  if (!values.every(Number.isFinite)) return {name: column.name, of: column.of, choices: [...new Set(values)].sort((a, b) => compare(a, b, false))};
  const low = Math.min(...values), high = Math.max(...values);
  return {name: column.name, of: r => Number.isFinite(column.of(r)) ? column.of(r) : null, low, high, log: low > 0 && high / low >= 100};
}
