// SPDX-License-Identifier: Apache-2.0
'use strict';
// Converts common Markdown to elements. Text is never interpreted as HTML.

const INLINE = /`([^`]+)`|\*\*([^*]+)\*\*|__([^_]+)__|\*([^*\s][^*]*)\*|\[([^\]]+)\]\((https?:[^)\s]+)\)/g;

function inline(text, into) {
  let from = 0;
  for (const m of text.matchAll(INLINE)) {
    into.append(text.slice(from, m.index));
    if (m[1]) into.append(el('code', {textContent: m[1]}));
    else if (m[2] || m[3]) into.append(el('strong', {textContent: m[2] || m[3]}));
    else if (m[4]) into.append(el('em', {textContent: m[4]}));
    else into.append(el('a', {textContent: m[5], href: m[6], target: '_blank', rel: 'noopener noreferrer'}));
    from = m.index + m[0].length;
  }
  into.append(text.slice(from));
  return into;
}

const cells = row => row.trim().replace(/^\||\|$/g, '').split('|').map(c => c.trim());
const row = (line, kind) => el('tr', {}, ...cells(line).map(c => inline(c, el(kind, {}))));

/** Returns a div with headings, lists, tables, code and paragraphs. */
function markdown(text) {
  const out = el('div', {className: 'markdown'});
  const lines = text.split(/\r?\n/);
  for (let i = 0; i < lines.length;) {
    const line = lines[i];
    const while_ = test => { const from = i; while (i < lines.length && test(lines[i])) i++; return lines.slice(from, i); };
    const heading = /^(#{1,6})\s+(.*)/.exec(line);
    if (!line.trim()) {
      i++;
    } else if (heading) {
      i++;
      out.append(inline(heading[2], el('h' + Math.min(6, heading[1].length + 3), {})));
    } else if (line.startsWith('```')) {
      i++;
      out.append(el('pre', {textContent: while_(l => !l.startsWith('```')).join('\n')}));
      i++;
    } else if (/^( {4}|\t)/.test(line)) {
      out.append(el('pre', {textContent: while_(l => /^( {4}|\t)/.test(l)).map(l => l.replace(/^( {4}|\t)/, '')).join('\n')}));
    } else if (/^\s*\|?.*\|/.test(line) && /^\s*\|?[\s:|-]*-[\s:|-]*$/.test(lines[i + 1] || '')) {
      const [head, , ...body] = while_(l => l.includes('|'));
      out.append(el('table', {}, row(head, 'th'), ...body.map(l => row(l, 'td'))));
    } else if (/^\s*([-*+]|\d+[.)])\s/.test(line)) {
      const ordered = /^\s*\d/.test(line);
      const items = while_(l => /^\s*([-*+]|\d+[.)])\s/.test(l));
      out.append(el(ordered ? 'ol' : 'ul', {}, ...items.map(l => inline(l.replace(/^\s*([-*+]|\d+[.)])\s+/, ''), el('li', {})))));
    } else {
      const first = i++;
      while_(l => l.trim() && !/^(#{1,6}\s|```|\s*[-*+]\s|\s*\|)/.test(l));
      out.append(inline(lines.slice(first, i).join('\n'), el('p', {})));
    }
  }
  return out;
}
