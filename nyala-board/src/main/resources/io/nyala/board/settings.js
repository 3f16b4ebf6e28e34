// SPDX-License-Identifier: Apache-2.0
'use strict';
// What the user has chosen: kept in the link, so that it can be shared, and in part for the next visit.

const $ = id => document.getElementById(id);
const el = (tag, attributes, ...children) => {
  const e = Object.assign(document.createElement(tag), attributes);
  e.append(...children);
  return e;
};
const count = (n, noun) => `${n} ${noun}${+n === 1 ? '' : noun.endsWith('ch') ? 'es' : 's'}`;

/** Lists have a word for each entry in the link. */
const DEFAULTS = {tab: 'Scalars', tags: '', find: '', smooth: 0.6, axis: 'step', log: false, inner: false, differ: false,
  only: [], without: [], pin: [], zoom: [], study: '', values: 'last and best', sort: [], best: [],
  points: '', colour: '', label: '', flat: false, along: [], view: []};
/** The choices that the next visit begins with; the others belong to the data that is shown. */
const REMEMBERED = ['smooth', 'axis', 'log', 'inner', 'differ', 'pin'];
const THEMES = ['system', 'light', 'dark'];
const settings = {...DEFAULTS};

function remembered(name) {
  try { return JSON.parse(localStorage.getItem('nyala.' + name)); } catch { return null; }
}

function remember(name, value) {
  try { localStorage.setItem('nyala.' + name, JSON.stringify(value)); } catch { /* this browser keeps nothing */ }
}

const copied = value => Array.isArray(value) ? [...value] : value;

/** A link decides everything; without one the choices of the last visit hold. */
function readSettings() {
  clearTimeout(unwritten);
  unwritten = null;
  const link = location.hash.slice(1);
  const words = new URLSearchParams(link.includes('=') ? link : '');
  const last = words.size ? {} : remembered('settings') || {};
  for (const [name, usual] of Object.entries(DEFAULTS)) {
    const word = words.get(name);
    let value = typeof last[name] === typeof usual && REMEMBERED.includes(name) ? last[name] : usual;
    if (word !== null) {
      value = Array.isArray(usual) ? words.getAll(name) : typeof usual === 'number' ? +word : typeof usual === 'boolean' ? word === '1' : word;
    }
    settings[name] = copied(Number.isNaN(value) ? usual : value);
  }
  if (link && !words.size) settings.tab = decodeURIComponent(link);
}

let unwritten = null;

/** Changes settings and remembers some; the link follows, and the browser's button takes back a change of the tab. */
function set(changes) {
  const turned = 'tab' in changes && changes.tab !== settings.tab;
  if (turned && unwritten) writeLink('replaceState');
  Object.assign(settings, changes);
  remember('settings', Object.fromEntries(REMEMBERED.map(n => [n, settings[n]])));
  clearTimeout(unwritten);
  if (turned) writeLink('pushState');
  // Browsers refuse a link that changes with every move of the mouse.
  else unwritten = setTimeout(() => writeLink('replaceState'), 200);
}

function writeLink(how) {
  clearTimeout(unwritten);
  unwritten = null;
  const words = new URLSearchParams();
  for (const [name, usual] of Object.entries(DEFAULTS)) {
    const value = settings[name];
    if (Array.isArray(usual)) value.forEach(v => words.append(name, v));
    else if (value !== usual) words.set(name, typeof value === 'boolean' ? +value : value);
  }
  if (!words.size) words.set('tab', settings.tab);
  history[how](null, '', '#' + words);
}

// Light and dark

const colors = new Map();
let theme = THEMES.includes(remembered('theme')) ? remembered('theme') : 'system';
const dusk = matchMedia('(prefers-color-scheme: dark)');
const isDark = () => theme === 'system' ? dusk.matches : theme === 'dark';

/** The colour behind a name of the style sheet, such as line, for drawings. */
function paint(name) {
  if (!colors.has(name)) {
    const probe = document.body.appendChild(el('i', {hidden: true}));
    probe.style.color = `var(--${name})`;
    colors.set(name, getComputedStyle(probe).color);
    probe.remove();
  }
  return colors.get(name);
}

function wear(name, redraw) {
  theme = name;
  remember('theme', name);
  colors.clear();
  document.documentElement.style.colorScheme = name === 'system' ? 'light dark' : name;
  $('theme').textContent = {system: '\u25d0', light: '\u2600', dark: '\u263e'}[name];
  $('theme').title = `colours: ${name === 'system' ? 'as the system' : name}`;
  redraw();
}

// Regular expressions

const patterns = {};

/** The expression in a field; while it is not one, the last that was, and a message below the field. */
function pattern(id) {
  const field = $(id), note = $(id + '-problem');
  let why = '';
  try {
    patterns[id] = new RegExp(field.value, 'i');
  } catch (e) {
    why = e.message.split(': ').pop().toLowerCase();
    patterns[id] ||= new RegExp('');
  }
  const held = patterns[id].source === '(?:)' ? 'everything is shown' : `"${patterns[id].source}" still holds`;
  note.textContent = why && `Not a regular expression: ${why}. Until it is one, ${held}. A \\ before a character takes it literally.`;
  field.setAttribute('aria-invalid', String(!!why));
  return patterns[id];
}
