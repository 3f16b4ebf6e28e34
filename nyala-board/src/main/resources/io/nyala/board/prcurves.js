// SPDX-License-Identifier: Apache-2.0
'use strict';
// The card of a PR curve: precision over recall of all shown runs, at a step that a slider chooses.

async function updatePr(c) {
  const have = state.runs.map(r => r.pr[c.tag] || 0).join();
  if (!c.canvas) prCard(c);
  if (c.have !== have) {
    const following = +c.slider.value === +c.slider.max;
    c.all = (await json('api/pr', c)).map(withoutEmpty);
    c.have = have;
    c.steps = [...new Set(c.all.map(s => s.step))].sort((a, b) => a - b);
    c.slider.max = Math.max(0, c.steps.length - 1);
    c.slider.hidden = c.steps.length < 2;
    if (following) c.slider.value = c.slider.max;
  }
  c.draw();
}

/** Turns a curve to rising recall, without the thresholds that no score reaches. */
function withoutEmpty(s) {
  let n = s.tp.length;
  while (n > 1 && s.tp[n - 1] + s.fp[n - 1] === 0) n--;
  const turned = a => a.slice(0, n).reverse();
  const thresholds = s.tp.map((_, i) => s.tp.length < 2 ? 0 : i / (s.tp.length - 1));
  return {run: s.run, step: s.step, thresholds: turned(thresholds), tp: turned(s.tp), fp: turned(s.fp), tn: turned(s.tn), fn: turned(s.fn), precision: turned(s.precision), recall: turned(s.recall)};
}

function prCard(c) {
  const tip = el('div', {className: 'tip'});
  c.canvas = el('canvas');
  c.canvas.setAttribute('aria-label', c.tag);
  c.slider = el('input', {type: 'range', min: 0, max: 0, value: 0, ariaLabel: 'Step', oninput: () => c.draw()});
  c.caption = el('div', {className: 'empty'});
  c.body.append(c.canvas, tip, c.slider, c.caption);
  // Each run stands where it stood at the chosen step.
  c.at = () => {
    const step = c.steps[+c.slider.value];
    const of = name => c.all.filter(s => s.run === name && s.step <= step).pop();
    return shown().map(r => of(r.name)).filter(Boolean);
  };
  c.names = () => c.at().map(s => s.run);
  c.render = canvas => drawCurves(canvas, c.at().map(s => ({name: s.run, color: color(s.run), dash: dash(s.run), steps: s.recall, values: s.precision, s})), {smooth: 0, range: [0, 1], height: [0, 1], axis: RECALL});
  c.rows = () => [['run', 'step', 'threshold', 'precision', 'recall', 'true_positives', 'false_positives', 'true_negatives', 'false_negatives'],
    ...c.all.filter(s => shown().some(r => r.name === s.run)).flatMap(s => s.thresholds.map((t, i) => [s.run, s.step, t, s.precision[i], s.recall[i], s.tp[i], s.fp[i], s.tn[i], s.fn[i]]))];
  c.draw = () => {
    c.plot = c.render(c.canvas);
    c.canvas.dataset.drawn = c.at().length;
    c.caption.textContent = c.steps.length ? 'step ' + c.steps[+c.slider.value] : '';
  };
  c.canvas.onmousemove = e => showPoint(c, tip, e);
  c.canvas.onmouseleave = () => tip.style.display = 'none';
}

const RECALL = {ticks, mark: brief, unit: () => 'recall \u2192, precision \u2191'};

/** What the curve nearest to the pointer gets right and wrong there. */
function showPoint(c, tip, e) {
  const points = (c.plot?.lines || []).flatMap(line => line.steps.map((_, i) => ({line, i, far: Math.hypot(c.plot.X(line.steps[i]) - e.offsetX, c.plot.Y(line.values[i]) - e.offsetY)})));
  if (!points.length) return;
  const {line: {s}, i} = points.reduce((a, b) => b.far < a.far ? b : a);
  tip.replaceChildren(el('div', {}, spot(s.run), `${s.run}, step ${s.step}`),
    `threshold ${brief(s.thresholds[i])}: precision ${brief(s.precision[i])}, recall ${brief(s.recall[i])}\n${s.tp[i]} true and ${s.fp[i]} false positives\n${s.tn[i]} true and ${s.fn[i]} false negatives`);
  showAt(c, tip, e);
}
