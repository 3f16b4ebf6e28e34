// SPDX-License-Identifier: Apache-2.0
'use strict';
// A card for each tag: fetches and draws new data when it is visible.

const watcher = new IntersectionObserver(entries => entries.forEach(e => {
  const c = e.target.card;
  c.visible = e.isIntersecting;
  if (c.visible) c.update();
}), {rootMargin: '200px'});

/** A name that may be broken after its slashes. */
const breakable = name => name.split(/(?<=\/)/).flatMap(part => [part, el('wbr', {})]);

function card(key, what, tag, run) {
  const title = el('h4', {}, ...breakable(tag), ' ', el('small', {}, ...breakable(run || '')));
  const body = el('div', {}), root = el('div', {className: 'card'}, title, body);
  const c = root.card = {visible: false, busy: false, again: false, tag, run, body};
  c.update = async () => {
    if (c.busy) { c.again = true; return; }
    c.busy = true;
    try { await UPDATE[what](c); } catch (e) { body.dataset.problem = e.message; }
    c.busy = false;
    if (c.again) { c.again = false; c.update(); }
  };
  c.draw = () => {};
  const size = el('button', {className: 'size', title: 'larger or smaller', textContent: '\u2922'});
  size.onclick = () => {
    state.large.has(key) ? state.large.delete(key) : state.large.add(key);
    root.classList.toggle('large');
    c.draw();
  };
  root.append(size);
  root.classList.toggle('large', state.large.has(key));
  state.cards.set(key, c);
  watcher.observe(root);
  return root;
}

const UPDATE = {
  async Scalars(c) {
    if (!c.canvas) curveCard(c);
    const known = series.get(c.tag) || series.set(c.tag, new Map()).get(c.tag);
    const have = Object.fromEntries([...known].map(([run, s]) => [run, s.steps.length]));
    const stale = state.runs.some(r => (r.scalars[c.tag] || 0) > (have[r.name] || 0));
    if (stale) {
      const answer = await fetch('api/scalars?tag=' + encodeURIComponent(c.tag), {method: 'POST', body: JSON.stringify(have)});
      append(known, have, await answer.arrayBuffer());
    }
    c.draw();
  },
  Histograms: c => hills(c, drawHistograms),
  Distributions: c => hills(c, drawDistributions),
  async Images(c) {
    const count = counted(c, 'images');
    if (c.count === count) return;
    const steps = await json('api/images', c);
    const following = !c.slider || +c.slider.value === +c.slider.max;
    if (!c.slider) {
      c.pictures = el('div', {className: 'pictures'});
      c.slider = el('input', {type: 'range', min: 0, ariaLabel: 'Step'});
      c.caption = el('div', {className: 'empty'});
      c.slider.oninput = () => c.show();
      c.body.append(c.pictures, c.slider, c.caption);
    }
    c.slider.max = steps.length - 1;
    c.slider.hidden = steps.length < 2;
    if (following) c.slider.value = steps.length - 1;
    c.show = () => {
      const {step, pictures} = steps[+c.slider.value];
      c.pictures.replaceChildren(...Array.from({length: pictures}, (_, n) => picture(c, +c.slider.value, n)));
      c.caption.textContent = 'step ' + step;
    };
    c.show();
    c.count = count;
  },
  async Text(c) {
    const count = counted(c, 'text');
    if (c.count === count) return;
    const all = await json('api/text', c);
    c.body.className = 'texts';
    c.body.replaceChildren(...all.slice(-20).reverse().map(t => el('div', {}, el('small', {className: 'empty', textContent: 'step ' + t.step}), markdown(t.text))));
    c.count = count;
  },
};

const counted = (c, kind) => state.runs.find(r => r.name === c.run)[kind][c.tag];

const query = c => `run=${encodeURIComponent(c.run)}&tag=${encodeURIComponent(c.tag)}`;

async function json(path, c) {
  const answer = await fetch(`${path}?${query(c)}`);
  if (!answer.ok) throw new Error(await answer.text());
  return answer.json();
}

/** Small pictures show their pixels, large ones are scaled smoothly. */
function picture(c, index, n) {
  const img = el('img', {alt: `${c.tag}, picture ${n + 1}`, src: `api/image?${query(c)}&index=${index}&picture=${n}`});
  img.onload = () => img.classList.toggle('tiny', img.naturalWidth < 128);
  return img;
}

async function hills(c, draw) {
  const count = counted(c, 'histograms');
  if (c.count === count) return;
  c.list = await json('api/histograms', c);
  c.count = count;
  if (!c.canvas) c.body.append(c.canvas = el('canvas'));
  c.draw = () => { draw(c.canvas, c.list, color(c.run)); c.canvas.dataset.drawn = c.list.length; };
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
  c.canvas = el('canvas');
  c.body.append(c.canvas, tip);
  c.draw = () => {
    const time = $('time').checked;
    const list = shown().map(r => r.name).filter(n => series.get(c.tag)?.has(n)).map(name => {
      const s = series.get(c.tag).get(name);
      return {name, color: color(name), steps: time ? Float64Array.from(s.times, t => t - s.times[0]) : s.steps, values: s.values};
    });
    c.plot = drawCurves(c.canvas, list, {smooth: +$('smooth').value, log: $('log').checked, inner: $('inner').checked, unit: time ? 'seconds' : '', range: c.zoom?.time === time ? c.zoom.range : null});
    c.canvas.dataset.drawn = list.length;
    c.canvas.dataset.range = c.plot ? [c.plot.from, c.plot.to].map(brief).join(' ') : '';
    c.canvas.dataset.points = list.reduce((n, s) => n + s.values.length, 0);
  };
  c.canvas.onmousemove = e => {
    if (!c.plot) return;
    const x = c.plot.at(e.offsetX);
    const rows = c.plot.lines.map(s => { const i = nearest(s.steps, x); return {s, i, far: Math.abs(c.plot.Y(s.soft[i]) - e.offsetY)}; });
    rows.sort((a, b) => (a.far || 0) - (b.far || 0));
    tip.replaceChildren(...rows.slice(0, 10).map(({s, i}) => {
      const dot = el('span', {className: 'dot'});
      dot.style.background = s.color;
      const value = brief(s.values[i]) + (s.values[i] === s.soft[i] ? '' : `  (smoothed ${brief(s.soft[i])})`);
      return el('div', {}, dot, `${s.name}  ${brief(s.steps[i])}: ${value}`);
    }), ...(rows.length > 10 ? [`and ${rows.length - 10} more`] : []));
    tip.style.display = 'block';
    tip.style.left = Math.max(0, Math.min(e.offsetX + 20, c.canvas.clientWidth - tip.offsetWidth)) + 'px';
    tip.style.top = e.offsetY + 46 + 'px';
  };
  c.canvas.onmouseleave = () => tip.style.display = 'none';
  zooming(c);
}

/** Dragging across a chart, with a mouse or a finger, shows that part of it; a double click or tap shows all. */
function zooming(c) {
  const part = el('div', {className: 'part'});
  let from = null;
  c.body.append(part);
  c.canvas.title = 'drag to enlarge, double click to see all';
  c.canvas.onpointerdown = e => { if (c.plot && e.button === 0) { from = e.offsetX; c.canvas.setPointerCapture(e.pointerId); } };
  c.canvas.addEventListener('pointermove', e => {
    if (from === null) return;
    part.style.display = 'block';
    part.style.left = c.canvas.offsetLeft + Math.min(from, e.offsetX) + 'px';
    part.style.width = Math.abs(e.offsetX - from) + 'px';
    part.style.top = c.canvas.offsetTop + 'px';
    part.style.height = c.canvas.clientHeight + 'px';
  });
  const end = e => {
    part.style.display = 'none';
    if (from !== null && e.type === 'pointerup' && Math.abs(e.offsetX - from) > 8) {
      c.zoom = {time: $('time').checked, range: [from, e.offsetX].map(c.plot.at).sort((a, b) => a - b)};
      c.draw();
    }
    from = null;
  };
  c.canvas.onpointerup = end;
  c.canvas.onpointercancel = end;
  c.canvas.ondblclick = () => { c.zoom = null; c.draw(); };
}
