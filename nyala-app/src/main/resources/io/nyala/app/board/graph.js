// SPDX-License-Identifier: Apache-2.0
'use strict';
// Draws nodes {name, kind, inputs} from top to bottom, each below what it needs.

function drawGraph(nodes) {
  const byName = new Map(nodes.map(n => [n.name, n]));
  const depth = new Map();
  for (const n of nodes) depth.set(n.name, 0);
  for (let pass = 0, changed = true; changed && pass < 500; pass++) {
    changed = false;
    for (const n of nodes) for (const i of n.inputs) {
      if (byName.has(i) && depth.get(n.name) <= depth.get(i)) { depth.set(n.name, depth.get(i) + 1); changed = true; }
    }
  }
  const rows = [];
  for (const n of nodes) (rows[depth.get(n.name)] ||= []).push(n);
  const W = 190, H = 42, GX = 22, GY = 34;
  const wide = Math.max(...rows.map(r => r.length)) * (W + GX);
  const place = new Map();
  rows.forEach((row, y) => row.forEach((n, x) => place.set(n.name,
      [wide / 2 + (x - (row.length - 1) / 2) * (W + GX), 10 + y * (H + GY)])));
  const svg = (tag, attributes, text) => {
    const e = document.createElementNS('http://www.w3.org/2000/svg', tag);
    for (const k in attributes) e.setAttribute(k, attributes[k]);
    if (text) e.textContent = text;
    return e;
  };
  const root = svg('svg', {width: wide + GX, height: rows.length * (H + GY) + 10});
  for (const n of nodes) for (const i of n.inputs) {
    if (!place.has(i)) continue;
    const [x0, y0] = place.get(i), [x1, y1] = place.get(n.name);
    root.append(svg('path', {d: `M${x0} ${y0 + H} C${x0} ${y0 + H + GY / 2} ${x1} ${y1 - GY / 2} ${x1} ${y1}`}));
  }
  for (const n of nodes) {
    const [x, y] = place.get(n.name);
    root.append(svg('rect', {x: x - W / 2, y, width: W, height: H, rx: 6}));
    const short = n.name.length > 28 ? '...' + n.name.slice(-26) : n.name;
    root.append(svg('text', {x, y: y + 17, 'text-anchor': 'middle'}, short));
    root.append(svg('text', {x, y: y + 33, 'text-anchor': 'middle', class: 'kind'}, n.kind));
  }
  return root;
}
