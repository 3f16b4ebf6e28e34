// SPDX-License-Identifier: Apache-2.0
'use strict';
// Points of many dimensions along their principal components, in two or three dimensions.

const projector = {key: null, known: null, near: [], picked: null, hovered: null, matches: new Set(), draw: () => {}};
const projectionKey = p => p.run + '\n' + p.name;

function buildProjector(page) {
  projector.draw = () => {};
  if (!state.projections.length) {
    page.append(el('p', {className: 'empty', textContent: 'No points yet: no folder has a projector_config.pbtxt. The option embeddingsFreq of the callback writes one, and Projector.write does.'}));
    return;
  }
  const set0 = state.projections.find(p => projectionKey(p) === settings.points) || state.projections[0];
  if (projector.key !== projectionKey(set0)) Object.assign(projector, {key: projectionKey(set0), known: null, near: [], picked: null});
  const select = el('select', {ariaLabel: 'Points'}, ...state.projections.map(p => el('option', {value: projectionKey(p), textContent: `${p.name} (${p.run})`, selected: p === set0})));
  select.onchange = () => { set({points: select.value, view: [], colour: '', label: ''}); build(); };
  const colour = el('select', {ariaLabel: 'Colour'}), label = el('select', {ariaLabel: 'Label'});
  colour.onchange = () => { set({colour: colour.value}); projector.draw(); };
  label.onchange = () => { set({label: label.value}); match(find); };
  const flat = el('input', {type: 'checkbox', checked: settings.flat});
  flat.onchange = () => { set({flat: flat.checked}); projector.draw(); };
  const along = [0, 1, 2].map(i => el('select', {ariaLabel: 'xyz'[i] + ' axis', onchange: () => { set({along: along.map(s => s.value)}); projector.draw(); }}));
  const find = el('input', {type: 'search', placeholder: 'find a label', ariaLabel: 'Find a label', oninput: () => match(find)});
  const canvas = el('canvas', {tabIndex: 0}), tip = el('div', {className: 'tip'}), note = el('p', {className: 'empty', textContent: 'reading the points ...'}), legend = el('p', {className: 'legend'}), list = el('div', {id: 'near'});
  const whole = el('button', {textContent: 'turn back', className: 'whole', onclick: () => { set({view: []}); projector.draw(); }});
  canvas.title = 'drag to turn, with Shift to move, wheel or two fingers to enlarge; click a point to see its neighbours';
  const name = () => projector.key.split('\n')[1];
  const card = framed('Principal components', el('div', {}, canvas, tip, whole), tool('CSV', 'save the points', () => saveCsv(name(), pointRows())),
    tool('PNG', 'save a picture', () => savePng(name(), poster(name(), c => drawPoints(c), []))));
  card.classList.add('space');
  page.append(el('div', {className: 'bar'}, select, el('label', {}, 'Colour ', colour), el('label', {}, 'Label ', label), el('label', {}, flat, ' 2D'), el('label', {}, 'Axes ', ...along), find), legend, el('div', {className: 'sides'}, card, list), note);
  projector.draw = () => {
    const known = projector.known;
    if (!known) return;
    drawPoints(canvas);
    whole.hidden = !settings.view.length;
    along[2].hidden = settings.flat;
    legend.replaceChildren(...legendOf());
    list.replaceChildren(...neighbourList());
  };
  projector.filled = () => {
    const known = projector.known, names = Object.keys(known.columns);
    for (const [s, chosen] of [[colour, colourColumn()], [label, labelColumn()]]) s.replaceChildren(...['', ...names].map(n => el('option', {value: n, textContent: n || 'none', selected: n === chosen})));
    along.forEach((s, i) => s.replaceChildren(...known.shares.map((share, c) => el('option', {value: c, textContent: `${c + 1}: ${(100 * share).toFixed(1)} %`, selected: c === axesShown()[i]}))));
    const sum = known.shares.slice(0, 3).reduce((a, b) => a + b, 0);
    note.textContent = `${known.points < known.total ? `the first ${known.points} of ${known.total}` : known.points} points of ${count(known.dimensions, 'dimension')}; the first three components have ${(100 * sum).toFixed(1)} % of the variance`;
    match(find);
  };
  turning(canvas, tip);
  updateProjector(note);
}

const match = field => {
  let pattern = null;
  try { pattern = new RegExp(field.value, 'i'); } catch { /* not yet an expression */ }
  field.setAttribute('aria-invalid', String(!pattern));
  const column = projector.known?.columns[labelColumn()];
  projector.matches = new Set(!field.value || !pattern || !column ? [] : column.flatMap((l, i) => pattern.test(l) ? [i] : []));
  projector.draw();
};

async function updateProjector(note) {
  const place = state.projections.find(p => projectionKey(p) === projector.key);
  if (!place) return;
  if (projector.known?.at === place.at) { if (note) projector.filled(); return; }
  const answer = await fetch('api/points?' + query({run: place.run, tag: place.name}));
  if (projectionKey(place) !== projector.key) return; // another was chosen meanwhile
  if (!answer.ok) {
    projector.known = null;
    const why = await answer.text();
    if (note) Object.assign(note, {className: 'problem', textContent: why});
    return;
  }
  const buffer = await answer.arrayBuffer(), size = new DataView(buffer).getUint32(0, true);
  const header = JSON.parse(new TextDecoder().decode(new Uint8Array(buffer, 4, size)));
  projector.known = {...header, at: place.at, places: new Float32Array(buffer, Math.ceil((4 + size) / 8) * 8)};
  projector.filled();
}

const columnOr = (name, other) => name in projector.known.columns ? name : other;
const labelColumn = () => columnOr(settings.label, Object.keys(projector.known.columns)[0] || '');
const colourColumn = () => columnOr(settings.colour, Object.keys(projector.known.columns).find(c => kindOf(c) !== 'many') || '');
const axesShown = () => [0, 1, 2].map(i => settings.along.length === 3 ? Math.min(+settings.along[i], projector.known.shares.length - 1) : Math.min(i, projector.known.shares.length - 1));

/** Whether a column has a few words, numbers, or too many words for colours. */
function kindOf(name) {
  const values = projector.known.columns[name], words = new Set(values);
  if (words.size <= 20) return 'words';
  return values.every(v => v !== '' && Number.isFinite(+v)) ? 'numbers' : 'many';
}

/** A colour for each point, and what the colours mean. */
function colouring() {
  const name = colourColumn(), values = projector.known.columns[name];
  if (!values) return {of: () => hue(1), words: []};
  if (kindOf(name) === 'numbers') {
    const numbers = values.map(Number), low = Math.min(...numbers), high = Math.max(...numbers);
    return {of: i => shadeOf(high > low ? 1 - (numbers[i] - low) / (high - low) : 0), words: [[shadeOf(1), brief(low)], [shadeOf(0), brief(high)]]};
  }
  const words = [...new Set(values)].sort(natural), places = new Map(words.map((w, i) => [w, i]));
  return {of: i => hue(places.get(values[i])), words: words.slice(0, 20).map((w, i) => [hue(i), w])};
}

function legendOf() {
  return colouring().words.map(([shade, word]) => {
    const dot = el('span', {className: 'dot'});
    dot.style.background = dot.style.borderColor = shade;
    return el('span', {}, dot, word || '(empty)');
  });
}

/** How the points are seen: turned by two angles, enlarged, and moved. */
function viewOf() {
  const [yaw, pitch, zoom, x, y] = settings.view.length === 5 ? settings.view.map(Number) : [.6, .35, 1, 0, 0];
  return settings.flat ? {yaw: 0, pitch: 0, zoom, x, y} : {yaw, pitch, zoom, x, y};
}

function look(change) {
  const v = {...viewOf(), ...change};
  set({view: [v.yaw, v.pitch, v.zoom, v.x, v.y].map(n => String(+n.toFixed(4)))});
  projector.draw();
}

/** Places on the canvas and depths from -1 to 1, nearest last. */
function project(w, h) {
  const {places, points, shares} = projector.known, [a, b, c] = axesShown(), k = shares.length, v = viewOf();
  let far = 0;
  for (let i = 0; i < points; i++) far = Math.max(far, Math.hypot(places[i * k + a], places[i * k + b], settings.flat ? 0 : places[i * k + c]));
  const scale = Math.min(w, h) * .46 / (far || 1) * v.zoom;
  const [sy, cy, sp, cp] = [Math.sin(v.yaw), Math.cos(v.yaw), Math.sin(v.pitch), Math.cos(v.pitch)];
  const at = (x, y, z) => {
    const x1 = cy * x + sy * z, z1 = -sy * x + cy * z, y1 = cp * y - sp * z1, z2 = sp * y + cp * z1;
    return [w / 2 + v.x * w + x1 * scale, h / 2 + v.y * h - y1 * scale, z2 / (far || 1)];
  };
  const all = Array.from({length: points}, (_, i) => at(places[i * k + a], places[i * k + b], settings.flat ? 0 : places[i * k + c]));
  return {all, at, far, order: settings.flat ? all.map((_, i) => i) : all.map((_, i) => i).sort((i, j) => all[i][2] - all[j][2])};
}

function drawPoints(canvas) {
  const [g, w, h] = prepare(canvas), known = projector.known, {of} = colouring();
  const {all, at, far, order} = project(w, h);
  g.strokeStyle = paint('line'); g.font = '11px system-ui, sans-serif';
  axesShown().slice(0, settings.flat ? 2 : 3).forEach((component, i) => {
    const end = [0, 0, 0]; end[i] = far;
    const [x0, y0] = at(...end.map(v => -v)), [x1, y1] = at(...end);
    g.beginPath(); g.moveTo(x0, y0); g.lineTo(x1, y1); g.stroke();
    g.fillStyle = paint('dim'); g.fillText(String(component + 1), x1 + 4, y1);
  });
  const marked = new Set([projector.picked, projector.hovered, ...projector.near.map(n => n.point)].filter(i => i !== null));
  const some = marked.size > 0 && projector.picked !== null || projector.matches.size > 0, base = known.points > 3000 ? 2 : 3.2;
  for (const i of order) {
    const [x, y, depth] = all[i], strong = marked.has(i) || projector.matches.has(i);
    g.globalAlpha = strong ? 1 : some ? .15 : settings.flat ? .8 : .55 + .4 * (depth + 1) / 2;
    g.fillStyle = of(i);
    g.beginPath(); g.arc(x, y, (strong ? 1.6 : 1) * base * (1 + depth * .35), 0, 7); g.fill();
  }
  g.globalAlpha = 1;
  const labels = known.columns[labelColumn()];
  const named = [...marked, ...[...projector.matches].slice(0, 50)];
  g.fillStyle = paint('text'); g.strokeStyle = paint('card'); g.lineWidth = 3;
  for (const i of new Set(labels ? named : [])) {
    g.strokeText(labels[i], all[i][0] + 6, all[i][1] - 5);
    g.fillText(labels[i], all[i][0] + 6, all[i][1] - 5);
  }
  canvas.dataset.drawn = known.points;
  canvas.all = all;
}

/** The point under the pointer, or null. */
function pointAt(canvas, e, reach) {
  let best = null, least = reach;
  canvas.all?.forEach(([x, y], i) => { const far = Math.hypot(x - e.offsetX, y - e.offsetY); if (far <= least) { least = far; best = i; } });
  return best;
}

function turning(canvas, tip) {
  const fingers = new Map();
  let moved = 0;
  canvas.onpointerdown = e => {
    fingers.set(e.pointerId, [e.offsetX, e.offsetY]);
    canvas.setPointerCapture(e.pointerId);
    moved = 0;
  };
  canvas.onpointermove = e => {
    const from = fingers.get(e.pointerId), v = viewOf(), to = [e.offsetX, e.offsetY];
    if (!from) return hover(canvas, tip, e);
    const dx = to[0] - from[0], dy = to[1] - from[1];
    moved += Math.hypot(dx, dy);
    if (fingers.size === 2) {
      const other = [...fingers].find(([id]) => id !== e.pointerId)[1];
      const wide = p => Math.hypot(p[0] - other[0], p[1] - other[1]);
      look({zoom: v.zoom * Math.max(.2, wide(to) / Math.max(1, wide(from)))});
    } else if (settings.flat || e.shiftKey) look({x: v.x + dx / canvas.clientWidth, y: v.y + dy / canvas.clientHeight});
    else look({yaw: v.yaw + dx / 120, pitch: Math.max(-1.57, Math.min(1.57, v.pitch + dy / 120))});
    fingers.set(e.pointerId, to);
  };
  canvas.onpointerup = e => {
    fingers.delete(e.pointerId);
    if (moved < 5) pickPoint(pointAt(canvas, e, 12));
  };
  canvas.onpointercancel = e => fingers.delete(e.pointerId);
  canvas.onmouseleave = () => { tip.style.display = 'none'; projector.hovered = null; };
  canvas.onwheel = e => { e.preventDefault(); look({zoom: Math.min(50, Math.max(.2, viewOf().zoom * Math.exp(-e.deltaY / 400)))}); };
  canvas.onkeydown = e => {
    const v = viewOf();
    const act = {ArrowLeft: {yaw: v.yaw - .15}, ArrowRight: {yaw: v.yaw + .15}, ArrowUp: {pitch: v.pitch - .15}, ArrowDown: {pitch: v.pitch + .15}, '+': {zoom: v.zoom * 1.2}, '-': {zoom: v.zoom / 1.2}}[e.key];
    if (act) { e.preventDefault(); look(act); }
  };
}

function hover(canvas, tip, e) {
  const i = pointAt(canvas, e, 10);
  tip.style.display = 'none';
  if (i === null) return;
  tip.replaceChildren([`point ${i}`, ...Object.entries(projector.known.columns).map(([name, values]) => `${name}: ${values[i]}`)].join('\n'));
  showAt({canvas}, tip, e);
}

async function pickPoint(i) {
  projector.picked = i === projector.picked ? null : i;
  projector.near = [];
  projector.draw();
  if (projector.picked === null) return;
  const [run, tag] = projector.key.split('\n');
  const answer = await fetch(`api/neighbours?${query({run, tag})}&point=${i}`);
  if (!answer.ok || projector.picked !== i) return;
  projector.near = await answer.json();
  projector.draw();
}

function neighbourList() {
  const labels = projector.known.columns[labelColumn()], name = i => labels ? labels[i] : `point ${i}`;
  if (projector.picked === null) return [];
  const rows = projector.near.map(n => el('li', {}, el('button', {textContent: name(n.point), onclick: () => pickPoint(n.point)}), ` ${n.cosine.toFixed(3)}`));
  return [el('h4', {textContent: `Nearest to ${name(projector.picked)}`}), el('p', {className: 'empty', textContent: 'by the cosine in all dimensions'}), el('ol', {}, ...rows)];
}

function pointRows() {
  const {points, shares, columns, places} = projector.known, names = Object.keys(columns), k = shares.length;
  return [['point', ...names, ...shares.map((_, c) => 'component_' + (c + 1))],
    ...Array.from({length: points}, (_, i) => [i, ...names.map(n => columns[n][i]), ...places.subarray(i * k, (i + 1) * k)])];
}
