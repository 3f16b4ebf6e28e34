// SPDX-License-Identifier: Apache-2.0
'use strict';
// Tables that are sorted by a click on the head of a column.

/** More rows than these are not put into a table; it can be narrowed. */
const ROWS = 300;

const empty = v => v === null || v === undefined || v === '' || typeof v === 'number' && Number.isNaN(v) || v === 'NaN';

/** Numbers before words, words naturally, and what is missing last, in either direction. */
function compare(a, b, down) {
  if (empty(a) || empty(b)) return empty(a) - empty(b);
  const number = v => typeof v === 'number';
  const order = number(a) && number(b) ? a - b : number(a) !== number(b) ? number(b) - number(a) : natural(String(a), String(b));
  return down ? -order : order;
}

/**
 * Draws columns {name, of(item), show(item)} of items. sort is {name, down}; sorted(name, down) is called for another;
 * row(item) gives the attributes of its row. Returns the items in their order.
 */
function drawTable(holder, columns, items, {sort, sorted, row, noun, first = () => 0}) {
  const by = columns.find(c => c.name === sort.name) || columns[0];
  const rows = [...items].sort((a, b) => compare(by.of(a), by.of(b), sort.down) || first(a, b));
  const head = columns.map(c => {
    const button = el('button', {textContent: c.name + (c === by ? sort.down ? ' \u25be' : ' \u25b4' : '')});
    button.onclick = () => sorted(c.name, c === by && !sort.down);
    return el('th', {ariaSort: c === by ? sort.down ? 'descending' : 'ascending' : 'none', title: c.title || ''}, button, ...(c.more || []));
  });
  const body = rows.slice(0, ROWS).map(item => el('tr', row(item), ...columns.map(c => {
    const v = c.of(item);
    const content = c.show ? c.show(item) : [empty(v) ? '' : text(v)];
    return el('td', {}, ...content);
  })));
  const more = rows.length > ROWS ? [el('p', {className: 'empty', textContent: `and ${count(rows.length - ROWS, 'more ' + noun)}`})] : [];
  holder.replaceChildren(el('table', {}, el('thead', {}, el('tr', {}, ...head)), el('tbody', {}, ...body)), ...more);
  return rows;
}

/** The rows of a table for a file, with its head. */
const tableRows = (columns, items) => [columns.map(c => c.name), ...items.map(item => columns.map(c => empty(c.of(item)) ? '' : c.of(item)))];
