// SPDX-License-Identifier: Apache-2.0
'use strict';
// The card of a scalar: curves of all shown runs, their values under the pointer, enlarging and moving.

const series = new Map(); // tag -> run -> {steps, times, values}

async function updateCurves(c) {
  if (!c.canvas) curveCard(c);
  const known = series.get(c.tag) || series.set(c.tag, new Map()).get(c.tag);
  const have = Object.fromEntries([...known].map(([run, s]) => [run, s.steps.length]));
  const stale = state.runs.some(r => (r.scalars[c.tag] || 0) > (have[r.name] || 0));
  if (stale) {
    const answer = await fetch('api/scalars?tag=' + encodeURIComponent(c.tag), {method: 'POST', body: JSON.stringify(have)});
    append(known, have, await answer.arrayBuffer());
  }
  c.draw();
}

/** A header of JSON {runs: [[name, points]]}, padded to 8 bytes, then steps, times and values. */
function append(known, have, buffer) {
  const size = new DataView(buffer).getUint32(0, true);
  const header = JSON.parse(new TextDecoder().decode(new Uint8Array(buffer, 4, size)));
  if (header.generation !== state.generation) return; // runs were removed meanwhile
  let at = Math.ceil((4 + size) / 8) * 8;
  for (const [run, n] of header.runs) {
    const part = new Float64Array(buffer, at, 3 * n);
    at += 24 * n;
    const old = known.get(run) || {steps: [], times: [], values: []};
    if (old.steps.length !== (have[run] || 0)) continue; // another card of this tag was faster
    const join = (a, b) => { const all = new Float64Array(a.length + b.length); all.set(a); all.set(b, a.length); return all; };
    known.set(run, {steps: join(old.steps, part.subarray(0, n)), times: join(old.times, part.subarray(n, 2 * n)), values: join(old.values, part.subarray(2 * n))});
  }
}

function curveCard(c) {
  const tip = el('div', {className: 'tip'});
  const whole = el('button', {className: 'whole', textContent: 'show all', onclick: () => zoom(c, null)});
  c.canvas = el('canvas', {tabIndex: 0, title: 'drag to enlarge, with Shift to move; double click to see all; arrows, + and - too'});
  c.canvas.setAttribute('aria-label', c.tag);
  c.body.append(c.canvas, tip, whole);
  c.names = () => shown().map(r => r.name).filter(n => series.get(c.tag)?.has(n));
  const curve = name => {
    const s = series.get(c.tag).get(name);
    return {name, color: color(name), dash: dash(name), steps: AXES[settings.axis].of(s), values: s.values};
  };
  c.render = canvas => drawCurves(canvas, c.names().map(curve), {smooth: settings.smooth, log: settings.log, inner: settings.inner, axis: AXES[settings.axis], range: zoomOf(c)});
  c.rows = () => [['run', 'step', 'wall_time', 'value'], ...c.names().flatMap(name => {
    const s = series.get(c.tag).get(name);
    return Array.from(s.values, (v, i) => [name, s.steps[i], new Date(s.times[i] * 1000).toISOString(), v]);
  })];
  c.draw = () => {
    c.plot = c.render(c.canvas);
    whole.hidden = !zoomOf(c);
    const names = c.names();
    c.canvas.dataset.drawn = names.length;
    c.canvas.dataset.range = c.plot ? [c.plot.from, c.plot.to].map(brief).join(' ') : '';
    c.canvas.dataset.points = names.reduce((n, name) => n + series.get(c.tag).get(name).values.length, 0);
  };
  c.canvas.onmousemove = e => showTip(c, tip, e);
  c.canvas.onmouseleave = () => tip.style.display = 'none';
  zooming(c);
}

/** The values of the runs nearest to the pointer. */
function showTip(c, tip, e) {
  if (!c.plot) return;
  const x = c.plot.at(e.offsetX), say = AXES[settings.axis].say;
  const rows = c.plot.lines.filter(s => s.steps.length).map(s => { const i = nearest(s.steps, x); return {s, i, far: Math.abs(c.plot.Y(s.soft[i]) - e.offsetY)}; });
  rows.sort((a, b) => (a.far || 0) - (b.far || 0));
  tip.replaceChildren(...rows.slice(0, 10).map(({s, i}) => {
    const value = brief(s.values[i]) + (s.values[i] === s.soft[i] ? '' : `  (smoothed ${brief(s.soft[i])})`);
    return el('div', {}, spot(s.name), `${s.name}  ${say(s.steps[i])}: ${value}`);
  }), ...(rows.length > 10 ? [`and ${rows.length - 10} more`] : []));
  showAt(c, tip, e);
}

/** Shows a note beside the pointer, or below the chart where it would hide too much of it. */
function showAt(c, tip, e) {
  tip.style.display = 'block';
  tip.style.left = Math.max(0, Math.min(e.offsetX + 20, c.canvas.clientWidth - tip.offsetWidth)) + 'px';
  const hides = tip.offsetHeight > c.canvas.clientHeight / 2;
  tip.style.top = (hides ? c.canvas.offsetTop + c.canvas.clientHeight + 4 : e.offsetY + 46) + 'px';
}

// Enlarging and moving. A zoom is kept as "axis from to key", so that a link can have it.

function zoomOf(c) {
  for (const entry of settings.zoom) {
    const [axis, from, to, ...key] = entry.split(' ');
    if (key.join(' ') === c.key && axis === settings.axis && +from < +to) return [+from, +to];
  }
  return null;
}

/** Shows a part of the x axis, or all of it. */
function zoom(c, range) {
  const others = settings.zoom.filter(entry => entry.split(' ').slice(3).join(' ') !== c.key);
  set({zoom: range ? [...others, [settings.axis, ...range.map(v => +v.toPrecision(12)), c.key].join(' ')] : others});
  c.draw();
}

function move(c, share) {
  const {from, to} = c.plot, by = share * (to - from);
  zoom(c, [from + by, to + by]);
}

/** Shows less or more around a point of the axis. */
function scale(c, factor, around) {
  const {from, to} = c.plot;
  zoom(c, [around - (around - from) * factor, around + (to - around) * factor]);
}

/** Dragging enlarges a part, with Shift or the middle button it moves; the wheel with Ctrl and two fingers enlarge too. */
function zooming(c) {
  const part = el('div', {className: 'part'}), fingers = new Map();
  let from = null, moved = null;
  c.body.append(part);
  const down = e => {
    if (!c.plot || e.button > 1) return;
    fingers.set(e.pointerId, e.offsetX);
    c.canvas.setPointerCapture(e.pointerId);
    if (fingers.size === 2) { from = null; part.style.display = 'none'; moved = null; }
    else if (e.shiftKey || e.button === 1) { moved = e.offsetX; e.preventDefault(); }
    else from = e.offsetX;
  };
  const drag = e => {
    if (fingers.size === 2 && fingers.has(e.pointerId) && c.plot) {
      const before = [...fingers.values()];
      fingers.set(e.pointerId, e.offsetX);
      pinch(c, before, [...fingers.values()]);
    } else if (moved !== null && c.plot) {
      const {from: a, to: b, at} = c.plot, by = at(moved) - at(e.offsetX);
      moved = e.offsetX;
      zoom(c, [a + by, b + by]);
    } else if (from !== null) {
      part.style.display = 'block';
      part.style.left = c.canvas.offsetLeft + Math.min(from, e.offsetX) + 'px';
      part.style.width = Math.abs(e.offsetX - from) + 'px';
      part.style.top = c.canvas.offsetTop + 'px';
      part.style.height = c.canvas.clientHeight + 'px';
    }
  };
  const end = e => {
    part.style.display = 'none';
    fingers.delete(e.pointerId);
    if (from !== null && e.type === 'pointerup' && Math.abs(e.offsetX - from) > 8) {
      zoom(c, [from, e.offsetX].map(c.plot.at).sort((a, b) => a - b));
    }
    from = moved = null;
  };
  c.canvas.onpointerdown = down;
  c.canvas.onpointermove = drag;
  c.canvas.onpointerup = end;
  c.canvas.onpointercancel = end;
  c.canvas.ondblclick = () => zoom(c, null);
  c.canvas.onwheel = e => {
    if (!e.ctrlKey || !c.plot) return;
    e.preventDefault();
    scale(c, Math.exp(e.deltaY / 300), c.plot.at(e.offsetX));
  };
  c.canvas.onkeydown = e => {
    if (!c.plot) return;
    const middle = (c.plot.from + c.plot.to) / 2;
    const act = {ArrowLeft: () => move(c, -.2), ArrowRight: () => move(c, .2), '+': () => scale(c, .7, middle), '-': () => scale(c, 1 / .7, middle), '0': () => zoom(c, null)}[e.key];
    if (act) { e.preventDefault(); act(); }
  };
}

/** Keeps the points of the axis under two fingers. */
function pinch(c, before, now) {
  if (Math.abs(now[1] - now[0]) < 10 || before[0] === before[1]) return;
  const [a, b] = before.map(c.plot.at), perPixel = (b - a) / (now[1] - now[0]);
  const wide = c.plot.to - c.plot.from, pixels = wide / (c.plot.at(1) - c.plot.at(0));
  const start = a - (now[0] - (c.plot.X(c.plot.from))) * perPixel;
  zoom(c, [start, start + pixels * perPixel]);
}
