// SPDX-License-Identifier: Apache-2.0
'use strict';
// Parallel coordinates: each item is a line across axes {name, low, high, log, choices, of(item)}.

const svg = (tag, attributes, ...children) => {
  const e = document.createElementNS('http://www.w3.org/2000/svg', tag);
  for (const [k, v] of Object.entries(attributes)) e.setAttribute(k, v);
  e.append(...children);
  return e;
};

const text = v => typeof v === 'number' ? brief(v) : String(v);

/** From the best (warm and strong) to the worst (pale), by rank from 0 to 1. */
const BEST = [217, 84, 30], WORST = [176, 199, 214], WORST_AT_NIGHT = [74, 94, 110];

function shadeOf(rank) {
  const worst = isDark() ? WORST_AT_NIGHT : WORST;
  return Number.isNaN(rank) ? paint('line') : `rgb(${BEST.map((c, i) => Math.round(c + (worst[i] - c) * Math.sqrt(rank))).join(' ')})`;
}

/** Where a value stands on its axis, from 0 below to 1 above; NaN if the item has none. */
function place(axis, v) {
  if (v === undefined || v === null) return NaN;
  if (axis.choices) {
    const i = axis.choices.findIndex(c => JSON.stringify(c) === JSON.stringify(v));
    return i < 0 ? NaN : axis.choices.length < 2 ? .5 : i / (axis.choices.length - 1);
  }
  const scale = axis.log ? Math.log : x => x;
  return axis.high === axis.low ? .5 : (scale(v) - scale(axis.low)) / (scale(axis.high) - scale(axis.low));
}

function marks(axis) {
  if (axis.choices) return axis.choices.map((c, i) => [axis.choices.length < 2 ? .5 : i / (axis.choices.length - 1), text(c)]).slice(0, 20);
  if (axis.low === axis.high) return [[.5, brief(axis.low)]];
  if (!axis.log) return ticks(axis.low, axis.high, 5).map(v => [place(axis, v), brief(v)]);
  const list = [];
  for (let p = Math.ceil(Math.log10(axis.low) - 1e-9); p <= Math.log10(axis.high) + 1e-9; p++) list.push([place(axis, 10 ** p), brief(10 ** p)]);
  return list.length > 1 ? list : [[0, brief(axis.low)], [1, brief(axis.high)]];
}

/** Whether an item passes through all brushes, a map of {axis, low, high} by the names of axes. */
const inBrushes = (brushes, item) => [...brushes].every(([, b]) => { const p = place(b.axis, b.axis.of(item)); return p >= b.low - 1e-9 && p <= b.high + 1e-9; });

/** Draws items, the last on top; view {brushes, picked(item), shade(item), title(item), pick(item), changed()}. */
function drawParallel(holder, items, axes, view) {
  if (holder.brushing) return;
  const w = Math.max(holder.clientWidth, 110 * axes.length), h = 300, top = 34, bottom = h - 14;
  const X = i => 50 + i * (w - 110) / Math.max(axes.length - 1, 1), Y = p => bottom - p * (bottom - top);
  for (const b of view.brushes.values()) b.axis = axes.find(a => a.name === b.axis.name) || b.axis;
  const root = svg('svg', {width: w, height: h});
  for (const t of items.filter(t => !view.picked(t)).concat(items.filter(view.picked))) {
    const at = axes.map((a, i) => [X(i), Y(place(a, a.of(t)))]).filter(([, y]) => Number.isFinite(y));
    if (at.length < 2) continue;
    const line = svg('polyline', {points: at.map(p => p.map(c => c.toFixed(1)).join(',')).join(' '), stroke: view.shade(t), class: (inBrushes(view.brushes, t) ? '' : 'dim ') + (view.picked(t) ? 'picked' : '')});
    line.append(svg('title', {}, view.title(t)));
    line.onclick = () => view.pick(t);
    root.append(line);
  }
  const anchor = i => i === 0 ? 'start' : i === axes.length - 1 ? 'end' : 'middle';
  axes.forEach((axis, i) => root.append(axisOf(axis, X(i), Y, top, bottom, holder, view, anchor(i))));
  holder.replaceChildren(root);
  holder.dataset.lines = items.length;
}

function axisOf(axis, x, Y, top, bottom, holder, view, anchor) {
  const name = axis.name.length > 28 ? '\u2026' + axis.name.slice(-27) : axis.name;
  const side = anchor === 'start' ? -46 : anchor === 'end' ? 56 : 0;
  const group = svg('g', {}, svg('line', {x1: x, x2: x, y1: top, y2: bottom}), svg('text', {x: x + side, y: 14, class: 'name', 'text-anchor': anchor}, name, svg('title', {}, axis.name)));
  for (const [p, label] of marks(axis)) group.append(svg('text', {x: x + 5, y: Y(p) + 4}, label));
  const brush = view.brushes.get(axis.name);
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
    high - low < .02 ? view.brushes.delete(axis.name) : view.brushes.set(axis.name, {axis, low, high});
    view.changed();
  };
  area.onpointercancel = () => { from = null; holder.brushing = false; view.changed(); };
  group.append(range, area);
  return group;
}
