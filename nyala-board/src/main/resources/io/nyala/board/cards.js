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

/** A card {visible, body, update, draw}; those with a chart also have render(canvas), rows() for CSV and names(). */
function card(key, what, tag, run) {
  const title = el('h4', {}, ...breakable(tag), ' ', el('small', {}, ...breakable(run || '')));
  const tools = el('span', {className: 'tools'});
  const body = el('div', {}), root = el('div', {className: 'card'}, el('div', {className: 'head'}, title, tools), body);
  const c = root.card = {key, visible: false, busy: false, again: false, tag, run, body};
  c.update = async () => {
    if (c.busy) { c.again = true; return; }
    c.busy = true;
    try { await UPDATE[what](c); delete body.dataset.problem; } catch (e) { body.dataset.problem = e.message; }
    c.busy = false;
    if (c.again) { c.again = false; c.update(); }
  };
  c.draw = () => {};
  const name = run ? `${tag} ${run}` : tag;
  if (what !== 'Text' && what !== 'Images') {
    tools.append(tool('CSV', 'save the numbers', () => c.rows && saveCsv(name, c.rows())),
      tool('PNG', 'save a picture', () => c.render && savePng(name, poster(name, c.render, c.names()))));
  }
  const pinned = settings.pin.includes(key);
  tools.append(tool(pinned ? '\u2605' : '\u2606', pinned ? 'take from the top' : 'keep at the top', () => {
    set({pin: pinned ? settings.pin.filter(k => k !== key) : [...settings.pin, key]});
    build();
  }));
  tools.lastChild.className = 'pin';
  tools.append(tool('\u2922', 'larger or smaller', () => {
    state.large.has(key) ? state.large.delete(key) : state.large.add(key);
    root.classList.toggle('large');
    c.draw();
  }));
  root.classList.toggle('large', state.large.has(key));
  state.cards.set(key, c);
  watcher.observe(root);
  return root;
}

/** A card that is not for a tag: a title, tools and content. */
const framed = (title, content, ...tools) => el('div', {className: 'card'},
  el('div', {className: 'head'}, el('h4', {textContent: title}), el('span', {className: 'tools'}, ...tools)), content);

const tool = (textContent, title, onclick) => el('button', {textContent, title, onclick});

const UPDATE = {
  Scalars: updateCurves,
  'PR curves': updatePr,
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

const query = c => `run=${encodeURIComponent(c.run || '')}&tag=${encodeURIComponent(c.tag)}`;

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
  c.names = () => [c.run];
  c.render = canvas => draw(canvas, c.list, color(c.run));
  c.rows = () => [['run', 'step', 'left', 'right', 'count'],
    ...c.list.flatMap(s => s.count.map((n, i) => [c.run, s.step, s.left[i], s.right[i], n]))];
  c.draw = () => { c.render(c.canvas); c.canvas.dataset.drawn = c.list.length; };
  c.draw();
}
