// SPDX-License-Identifier: Apache-2.0
'use strict';
// Charts as files: their numbers as CSV, and what is drawn as PNG.

function download(name, blob) {
  const link = el('a', {href: URL.createObjectURL(blob), download: name});
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
}

const fileName = name => name.replace(/[^A-Za-z0-9_.-]+/g, '_');

/** A cell as RFC 4180 has it. */
const cell = v => v === null || v === undefined ? '' : /[",\r\n]/.test(v) ? `"${String(v).replaceAll('"', '""')}"` : String(v);

const csv = rows => rows.map(row => row.map(cell).join(',') + '\r\n').join('');

function saveCsv(name, rows) {
  download(fileName(name) + '.csv', new Blob([csv(rows)], {type: 'text/csv'}));
}

/** Draws a chart again, wide, below its title and above the names of its runs. */
function poster(title, draw, names) {
  const W = 900, H = 420, EDGE = 16, LINE = 20;
  const chart = el('canvas', {room: [W, H]});
  draw(chart);
  const sheet = el('canvas'), g = sheet.getContext('2d');
  g.font = '13px system-ui, sans-serif';
  const places = [];
  let x = EDGE, y = 34 + H + EDGE;
  for (const name of names) {
    const wide = g.measureText(name).width + 36;
    if (x > EDGE && x + wide > W + EDGE) { x = EDGE; y += LINE; }
    places.push([name, x, y]);
    x += wide;
  }
  sheet.width = 2 * (W + 2 * EDGE); sheet.height = 2 * (y + LINE);
  g.scale(2, 2);
  g.fillStyle = paint('card'); g.fillRect(0, 0, sheet.width, sheet.height);
  g.drawImage(chart, EDGE, 34, W, H);
  g.textBaseline = 'middle';
  g.fillStyle = paint('text'); g.font = '600 15px system-ui, sans-serif'; g.fillText(title, EDGE, 19);
  g.font = '13px system-ui, sans-serif';
  for (const [name, left, top] of places) {
    g.strokeStyle = color(name); g.lineWidth = 2; g.setLineDash(dash(name));
    g.beginPath(); g.moveTo(left, top); g.lineTo(left + 20, top); g.stroke();
    g.fillText(name, left + 25, top);
  }
  return sheet;
}

function savePng(name, sheet) {
  sheet.toBlob(blob => download(fileName(name) + '.png', blob));
}

/** Draws an SVG as the style sheet shows it. */
async function saveSvg(name, root) {
  const box = root.getBoundingClientRect(), copy = root.cloneNode(true);
  const from = root.querySelectorAll('*'), to = copy.querySelectorAll('*');
  const styles = ['fill', 'fill-opacity', 'stroke', 'stroke-width', 'stroke-opacity', 'font', 'text-anchor', 'paint-order'];
  from.forEach((e, i) => styles.forEach(p => { to[i].style[p] = getComputedStyle(e)[p]; }));
  copy.setAttribute('xmlns', 'http://www.w3.org/2000/svg');
  const img = el('img', {src: 'data:image/svg+xml;charset=utf-8,' + encodeURIComponent(new XMLSerializer().serializeToString(copy))});
  await img.decode();
  const sheet = el('canvas', {width: 2 * box.width, height: 2 * box.height}), g = sheet.getContext('2d');
  g.fillStyle = paint('card'); g.fillRect(0, 0, sheet.width, sheet.height);
  g.drawImage(img, 0, 0, sheet.width, sheet.height);
  savePng(name, sheet);
}
