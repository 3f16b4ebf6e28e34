// SPDX-License-Identifier: Apache-2.0
'use strict';
// Draws curves on a canvas, independent of the source of the numbers.

const PALETTE = ['#d9541e', '#1f77b4', '#2f9e44', '#9c36b5', '#c2255c', '#0c8599', '#9a6700', '#5c7cfa', '#66a80f', '#495057'];
const AT_NIGHT = ['#ff8a5c', '#5fb0ea', '#5fd07a', '#cf7be4', '#f0719c', '#3cc3d6', '#d8a53a', '#91a7ff', '#a3d94f', '#b6bec6'];

/** The colour of the n-th run: chosen ones first, then turns of the colour circle. */
function hue(n) {
  const list = isDark() ? AT_NIGHT : PALETTE;
  return n < list.length ? list[n] : `hsl(${Math.round(n * 137.5) % 360} 60% ${(n % 2 ? 38 : 52) + (isDark() ? 20 : 0)}%)`;
}

/** Exponential mean without the pull of its beginning, as TensorBoard does. */
function smoothed(steps, values, weight) {
  if (!weight) return values;
  const out = new Float64Array(values.length);
  let last = 0, debias = 0;
  for (let i = 0; i < values.length; i++) {
    if (!Number.isFinite(values[i])) { out[i] = values[i]; continue; }
    if (i && steps[i] < steps[i - 1]) last = debias = 0; // a run that was restarted
    last = last * weight + (1 - weight) * values[i];
    debias = debias * weight + (1 - weight);
    out[i] = last / debias;
  }
  return out;
}

/** Where all but the outermost twentieths of the values lie, with some room. */
function inner(lines, up) {
  const all = [];
  for (const s of lines) {
    const stride = Math.ceil(s.values.length / 2000);
    for (let i = 0; i < s.values.length; i += stride) if (Number.isFinite(up(s.values[i]))) all.push(up(s.values[i]));
  }
  all.sort((a, b) => a - b);
  const low = all[Math.floor(all.length * .05)], high = all[Math.ceil(all.length * .95) - 1];
  return [low - (high - low) * .1, high + (high - low) * .1];
}

/** Draws series {name, color, dash, steps, values}; options {smooth, log, inner, axis, range, height}. Returns how to find points. */
function drawCurves(canvas, series, options) {
  const [g, w, h] = prepare(canvas);
  const box = {l: 52, r: w - 8, t: 6, b: h - 22};
  const up = options.log ? v => v > 0 ? Math.log10(v) : NaN : v => v;
  let x0 = Infinity, x1 = -Infinity, y0 = Infinity, y1 = -Infinity;
  const lines = series.map(s => ({...s, soft: smoothed(s.steps, s.values, options.smooth)}));
  const [from, to] = options.range || [-Infinity, Infinity];
  for (const s of lines) for (let i = 0; i < s.steps.length; i++) {
    const y = up(s.values[i]);
    if (!Number.isFinite(y) || s.steps[i] < from || s.steps[i] > to) continue;
    x0 = Math.min(x0, s.steps[i]); x1 = Math.max(x1, s.steps[i]);
    y0 = Math.min(y0, y); y1 = Math.max(y1, y);
  }
  if (x0 > x1 && !options.range) { g.fillText(nothingOf(lines, options), 10, 20); return null; }
  if (options.range) [x0, x1] = options.range;
  if (y0 > y1) [y0, y1] = [0, 1];
  if (x0 === x1) { x0 -= .5; x1 += .5; }
  if (options.inner && !options.range) [y0, y1] = inner(lines, up);
  if (options.height) [y0, y1] = options.height;
  const pad = (y1 - y0) * .05 || Math.abs(y0) * .1 || 1;
  y0 -= pad; y1 += pad;
  axes(g, w, h, box, x0, x1, y0, y1, options.log, options.axis);
  const X = v => box.l + (v - x0) / (x1 - x0) * (box.r - box.l);
  const Y = v => box.b - (up(v) - y0) / (y1 - y0) * (box.b - box.t);
  g.beginPath(); g.rect(box.l, 0, box.r - box.l + 4, box.b + 1); g.clip();
  for (const s of lines) {
    if (options.smooth) line(g, s.steps, s.values, X, Y, s.color, .22, 1);
    g.setLineDash(s.dash || []);
    line(g, s.steps, s.soft, X, Y, s.color, 1, 1.6);
    g.setLineDash([]);
    s.soft.length === 1 && dot(g, X(s.steps[0]), Y(s.soft[0]), s.color);
  }
  return {from: x0, to: x1, at: x => (x - box.l) / (box.r - box.l) * (x1 - x0) + x0, X, Y, lines};
}

function nothingOf(lines, options) {
  if (!lines.some(s => s.values.length)) return 'nothing to draw';
  return options.log && lines.some(s => s.values.some(v => v <= 0)) ? 'no value above 0, which a logarithm needs' : 'no finite value';
}

function dot(g, x, y, color) {
  g.fillStyle = color; g.beginPath(); g.arc(x, y, 3, 0, 7); g.fill();
}

/** Of many points in a column of pixels only the first, least, largest and last are drawn. */
function line(g, steps, values, X, Y, color, alpha, width) {
  g.globalAlpha = alpha; g.strokeStyle = color; g.lineWidth = width; g.lineJoin = 'round';
  g.beginPath();
  let pen = false, column = null, low = 0, high = 0, last = 0;
  const end = () => { if (column !== null) { g.lineTo(column, low); g.lineTo(column, high); g.lineTo(column, last); } };
  for (let i = 0; i < steps.length; i++) {
    const y = Y(values[i]);
    if (i && steps[i] < steps[i - 1]) { end(); column = null; pen = false; }
    if (!Number.isFinite(y)) { end(); column = null; pen = false; continue; }
    const x = Math.round(X(steps[i]) * 2) / 2;
    if (x === column) { low = Math.min(low, y); high = Math.max(high, y); last = y; continue; }
    end();
    pen ? g.lineTo(x, y) : g.moveTo(x, y);
    pen = true; column = x; low = high = last = y;
  }
  end();
  g.stroke(); g.globalAlpha = 1;
}

/** Index of the step nearest to x. */
function nearest(steps, x) {
  let a = 0, b = steps.length - 1;
  while (b - a > 1) { const m = a + b >> 1; steps[m] < x ? a = m : b = m; }
  return Math.abs(steps[a] - x) <= Math.abs(steps[b] - x) ? a : b;
}
