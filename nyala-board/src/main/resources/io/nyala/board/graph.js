// SPDX-License-Identifier: Apache-2.0
'use strict';
// Draws nodes {name, kind, inputs, shape, parameters} from top to bottom, each below its inputs.

/** Rows of nodes: as high as possible, but what needs nothing itself stands right above its first user. */
function graphRows(nodes) {
  const byName = new Map(nodes.map(n => [n.name, n]));
  const users = new Map(nodes.map(n => [n.name, []]));
  const depth = new Map(nodes.map(n => [n.name, 0]));
  for (const n of nodes) for (const i of n.inputs) if (byName.has(i)) users.get(i).push(n.name);
  for (let pass = 0, changed = true; changed && pass < 500; pass++) {
    changed = false;
    for (const n of nodes) for (const i of n.inputs) {
      if (byName.has(i) && depth.get(n.name) <= depth.get(i)) { depth.set(n.name, depth.get(i) + 1); changed = true; }
    }
  }
  for (const n of nodes) {
    if (n.inputs.some(i => byName.has(i)) || !users.get(n.name).length) continue;
    depth.set(n.name, Math.min(...users.get(n.name).map(u => depth.get(u))) - 1);
  }
  const rows = [];
  for (const n of nodes) (rows[depth.get(n.name)] ||= []).push(n);
  const at = new Map();
  const spread = row => row.forEach((n, x) => at.set(n.name, x - (row.length - 1) / 2));
  rows.forEach(spread);
  // Moves each node towards the middle of its neighbours, so that fewer lines cross.
  for (let sweep = 0; sweep < 4; sweep++) for (const row of rows) {
    const middle = n => {
      const near = [...n.inputs.filter(i => at.has(i)), ...users.get(n.name)].map(i => at.get(i));
      return near.length ? near.reduce((a, b) => a + b, 0) / near.length : at.get(n.name);
    };
    const wanted = new Map(row.map(n => [n, middle(n)]));
    row.sort((a, b) => wanted.get(a) - wanted.get(b));
    spread(row);
  }
  return [rows, at];
}

/** Returns an SVG that is made smaller, to a point, where the room is too narrow. */
function drawGraph(nodes, room) {
  const [rows, at] = graphRows(nodes);
  const facts = nodes.some(n => n.shape || n.parameters), W = 190, H = facts ? 58 : 42, GX = 22, GY = 34;
  const wide = Math.max(1, ...rows.map(r => r.length)) * (W + GX), high = rows.length * (H + GY) + 10;
  const place = new Map();
  rows.forEach((row, y) => row.forEach(n => place.set(n.name, [wide / 2 + at.get(n.name) * (W + GX), 10 + y * (H + GY)])));
  const scale = Math.max(.6, Math.min(1, room / wide));
  const root = svg('svg', {width: wide * scale, height: high * scale, viewBox: `0 0 ${wide} ${high}`});
  for (const n of nodes) for (const i of n.inputs) {
    if (!place.has(i)) continue;
    const [x0, y0] = place.get(i), [x1, y1] = place.get(n.name);
    root.append(svg('path', {d: `M${x0} ${y0 + H} C${x0} ${y0 + H + GY / 2} ${x1} ${y1 - GY / 2} ${x1} ${y1}`}));
  }
  for (const n of nodes) {
    const [x, y] = place.get(n.name);
    const variable = /^(Variable|VarHandle|Const)/.test(n.kind);
    const box = svg('rect', {x: x - W / 2, y, width: W, height: H, rx: variable ? 21 : 6, class: variable ? 'variable' : ''});
    const sizes = [n.shape, n.parameters ? count(n.parameters.toLocaleString('en'), 'parameter') : ''].filter(Boolean);
    box.append(svg('title', {}, [`${n.name} (${n.kind})`, ...sizes].join('\n')));
    const short = n.name.length > 28 ? '...' + n.name.slice(-26) : n.name;
    root.append(box, svg('text', {x, y: y + 17, 'text-anchor': 'middle'}, short));
    root.append(svg('text', {x, y: y + 33, 'text-anchor': 'middle', class: 'kind'}, n.kind));
    if (sizes.length) root.append(svg('text', {x, y: y + 49, 'text-anchor': 'middle', class: 'kind'}, sizes.join(' \u00b7 ').slice(0, 34)));
  }
  return root;
}
