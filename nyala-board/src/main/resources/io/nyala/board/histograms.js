// SPDX-License-Identifier: Apache-2.0
'use strict';
// Histograms {step, left, right, count} on a canvas, as hills or as bands.

/** Draws histograms {step, left, right, count} behind one another, the newest in front. */
function drawHistograms(canvas, all, color) {
  const [g, w, h] = prepare(canvas);
  const most = 24;
  const list = all.length <= most ? all : Array.from({length: most}, (_, i) => all[Math.round(i * (all.length - 1) / (most - 1))]);
  const box = {l: 10, r: w - 46, t: 60, b: h - 22};
  let x0 = Infinity, x1 = -Infinity, top = 0;
  for (const s of list) for (let i = 0; i < s.count.length; i++) {
    x0 = Math.min(x0, s.left[i]); x1 = Math.max(x1, s.right[i]);
    const wide = s.right[i] - s.left[i];
    if (wide > 0) top = Math.max(top, s.count[i] / wide);
  }
  if (x0 > x1) return;
  if (x0 === x1) { x0 -= .5; x1 += .5; }
  const X = v => box.l + (v - x0) / (x1 - x0) * (box.r - box.l);
  list.forEach((s, n) => {
    const base = list.length === 1 ? box.b : box.b - (1 - n / (list.length - 1)) * (box.b - box.t);
    const Y = (c, i) => base - (s.right[i] > s.left[i] ? c / (s.right[i] - s.left[i]) / top : 0) * 54;
    g.beginPath(); g.moveTo(box.l, base);
    for (let i = 0; i < s.count.length; i++) {
      if (i === 0) g.lineTo(X(s.left[0]), base);
      g.lineTo(X((s.left[i] + s.right[i]) / 2), Y(s.count[i], i));
      if (i === s.count.length - 1) g.lineTo(X(s.right[i]), base);
    }
    g.lineTo(box.r, base);
    g.fillStyle = color; g.globalAlpha = .25 + .5 * n / list.length; g.fill();
    g.globalAlpha = 1; g.strokeStyle = paint('card'); g.lineWidth = .8; g.stroke();
    if (n % Math.ceil(list.length / 5) === 0 || n === list.length - 1) {
      g.fillStyle = paint('dim'); g.textAlign = 'left'; g.textBaseline = 'middle'; g.fillText(s.step, box.r + 6, base);
    }
  });
  g.fillStyle = paint('dim'); g.textAlign = 'center'; g.textBaseline = 'top';
  for (const t of ticks(x0, x1, 5)) g.fillText(brief(t), X(t), box.b + 6);
}

/** TensorBoard's bands: the deviations of a normal distribution from -3 (the least) to 3 (the largest). */
const SHARES = [0, .0668, .1587, .3085, .5, .6915, .8413, .9332, 1];

/** Returns the values below which the shares lie. */
function percentiles(s) {
  const total = s.count.reduce((a, b) => a + b, 0);
  if (!total) return null;
  const out = [];
  let bin = 0, below = 0;
  for (const share of SHARES) {
    const wanted = share * total;
    while (bin < s.count.length - 1 && (below + s.count[bin] < wanted || s.count[bin] === 0)) below += s.count[bin++];
    const part = s.count[bin] ? Math.min(1, Math.max(0, (wanted - below) / s.count[bin])) : 1;
    out.push(s.left[bin] + part * (s.right[bin] - s.left[bin]));
  }
  return out;
}

/** Draws how histograms spread over the steps: darker where more of the values lie. */
function drawDistributions(canvas, all, color) {
  const [g, w, h] = prepare(canvas);
  const box = {l: 52, r: w - 8, t: 6, b: h - 22};
  const list = all.map(s => ({step: s.step, at: percentiles(s)})).filter(s => s.at);
  if (!list.length) { g.fillText('nothing to draw', 10, 14); return; }
  let [x0, x1] = [list[0].step, list[list.length - 1].step];
  if (x0 >= x1) { x0 -= .5; x1 = x0 + 1; }
  let y0 = Math.min(...list.map(s => s.at[0])), y1 = Math.max(...list.map(s => s.at[8]));
  const pad = (y1 - y0) * .05 || 1;
  y0 -= pad; y1 += pad;
  axes(g, w, h, box, x0, x1, y0, y1, false);
  const X = v => box.l + (v - x0) / (x1 - x0) * (box.r - box.l);
  const Y = v => box.b - (v - y0) / (y1 - y0) * (box.b - box.t);
  const one = list.length === 1; // a single step is drawn as a bar
  const points = one ? [{...list[0], step: x0 + .3}, {...list[0], step: x1 - .3}] : list;
  g.fillStyle = g.strokeStyle = color;
  for (let band = 0; band < 4; band++) {
    g.beginPath();
    points.forEach(s => g.lineTo(X(s.step), Y(s.at[band])));
    [...points].reverse().forEach(s => g.lineTo(X(s.step), Y(s.at[8 - band])));
    g.globalAlpha = .22; g.fill();
  }
  g.globalAlpha = 1; g.lineWidth = 1.4;
  g.beginPath();
  points.forEach(s => g.lineTo(X(s.step), Y(s.at[4])));
  g.stroke();
}
