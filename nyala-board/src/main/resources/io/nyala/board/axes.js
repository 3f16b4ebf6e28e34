// SPDX-License-Identifier: Apache-2.0
'use strict';
// Axes of drawings on a canvas: numbers, durations and times of day.

function brief(v) {
  if (!Number.isFinite(v)) return String(v);
  const a = Math.abs(v);
  return v === 0 ? '0' : a >= 1e6 || a < 1e-4 ? v.toExponential(1) : String(+v.toPrecision(4));
}

function ticks(min, max, most) {
  const raw = (max - min) / most || 1;
  const power = Math.pow(10, Math.floor(Math.log10(raw)));
  return multiples(min, max, [1, 2, 5, 10].map(f => f * power).find(s => s >= raw), 0);
}

function multiples(min, max, step, shift) {
  const list = [];
  for (let t = Math.ceil((min - shift) / step) * step; t <= max - shift + step * 1e-9; t += step) list.push(+(t + shift).toPrecision(12));
  return list;
}

/** Powers of ten between two logarithms; with twice and five times these where there are few, round steps where none. */
function powerTicks(low, high) {
  const all = factors => {
    const list = [];
    for (let p = Math.floor(low); p <= high; p++) for (const f of factors) list.push(p + Math.log10(f));
    return list.filter(t => t >= low && t <= high);
  };
  const powers = all([1]), some = powers.length < 3 ? all([1, 2, 5]) : powers.filter((_, i) => i % Math.ceil(powers.length / 7) === 0);
  return some.length > 1 ? some : ticks(10 ** low, 10 ** high, 4).filter(v => v > 0).map(Math.log10);
}

const MINUTE = 60, HOUR = 3600, DAY = 86400;
const PERIODS = [1, 2, 5, 10, 15, 30, ...[1, 2, 5, 10, 15, 30].map(n => n * MINUTE), ...[1, 2, 3, 6, 12].map(n => n * HOUR), ...[1, 2, 7, 14, 28, 91, 182, 364].map(n => n * DAY)];
const two = n => String(Math.floor(n)).padStart(2, '0');

/** Seconds between round times; below a second they are divided as other numbers. */
function timeTicks(min, max, most, shift) {
  const raw = (max - min) / most;
  const step = PERIODS.find(p => p >= raw);
  return raw < .5 || !step ? ticks(min, max, most) : multiples(min, max, step, shift);
}

function duration(t) {
  const a = Math.abs(t);
  if (a < MINUTE) return brief(t) + ' s';
  if (a < HOUR) return `${Math.floor(t / MINUTE)}:${two(t % MINUTE)} min`;
  if (a < DAY) return `${Math.floor(t / HOUR)}:${two(t % HOUR / MINUTE)} h`;
  return `${Math.floor(t / DAY)} d ${Math.floor(t % DAY / HOUR)} h`;
}

const date = d => d.toLocaleDateString('en', {day: 'numeric', month: 'short'});
const clock = (d, seconds) => `${two(d.getHours())}:${two(d.getMinutes())}${seconds ? ':' + two(d.getSeconds()) : ''}`;

/** What each x axis shows of the points of a run, where its marks are and what they and a point are called. */
const AXES = {
  step: {of: s => s.steps, ticks, mark: brief, say: v => 'step ' + (Number.isInteger(v) ? v : brief(v))},
  relative: {
    of: s => Float64Array.from(s.times, t => t - s.times[0]),
    ticks: (a, b, most) => timeTicks(a, b, most, 0),
    mark: (t, a, b) => b - a < MINUTE ? brief(t) + ' s' : duration(t).replace(/ (min|h)$/, ''),
    unit: (a, b) => b - a < MINUTE ? 'since the start' : b < HOUR ? 'minutes:seconds' : b < DAY ? 'hours:minutes' : '',
    say: duration,
  },
  wall: {
    of: s => s.times,
    ticks: (a, b, most) => timeTicks(a, b, Math.max(1, Math.min(most, b - a)), new Date(a * 1000).getTimezoneOffset() * MINUTE),
    mark: (t, a, b) => {
      const d = new Date(t * 1000);
      return b - a > 5 * DAY || clock(d, true) === '00:00:00' ? date(d) : clock(d, b - a < 5 * MINUTE);
    },
    unit: a => date(new Date(a * 1000)),
    say: t => { const d = new Date(t * 1000); return `${date(d)} ${clock(d, true)}`; },
  },
};

/** Makes a canvas as large as it is shown, or as its room says; returns the brush, the width and the height. */
function prepare(canvas) {
  const ratio = canvas.room ? 2 : window.devicePixelRatio || 1;
  const [w, h] = canvas.room || [canvas.clientWidth, canvas.clientHeight];
  canvas.width = w * ratio; canvas.height = h * ratio;
  const g = canvas.getContext('2d');
  g.scale(ratio, ratio);
  g.font = '11px system-ui, sans-serif';
  g.fillStyle = paint('dim');
  return [g, w, h];
}

/** Draws the grid and the marks of both axes; logarithmic y values are powers of ten. */
function axes(g, w, h, box, x0, x1, y0, y1, log, across = AXES.step) {
  g.strokeStyle = paint('grid'); g.fillStyle = paint('dim'); g.lineWidth = 1;
  g.textAlign = 'right'; g.textBaseline = 'middle';
  for (const t of log ? powerTicks(y0, y1) : ticks(y0, y1, 5)) {
    const y = box.b - (t - y0) / (y1 - y0) * (box.b - box.t);
    g.beginPath(); g.moveTo(box.l, y); g.lineTo(box.r, y); g.stroke();
    g.fillText(brief(log ? Math.pow(10, t) : t), box.l - 5, y);
  }
  g.textAlign = 'center'; g.textBaseline = 'top';
  const most = Math.max(2, Math.min(8, Math.floor((box.r - box.l) / 62)));
  for (const t of across.ticks(x0, x1, most)) {
    const mark = across.mark(t, x0, x1), half = g.measureText(mark).width / 2;
    g.fillText(mark, Math.min(box.l + (t - x0) / (x1 - x0) * (box.r - box.l), w - half), box.b + 6);
  }
  const unit = across.unit?.(x0, x1);
  if (unit) { g.textAlign = 'right'; g.textBaseline = 'bottom'; g.fillText(unit, box.r, box.b - 3); }
}
