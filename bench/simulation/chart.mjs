// @ts-check
const WIDTH = 760;
const HEIGHT = 320;
const LEFT = 84;
const RIGHT = 20;
const TOP = 40;
const BOTTOM = 50;
const SECONDS = 45;
const DECADES = [1000, 10_000, 100_000, 1_000_000];
const COLOURS = ['#0f766e', '#b45309', '#7c3aed'];

const x = (/** @type {number} */ second) => LEFT + (second / SECONDS) * (WIDTH - LEFT - RIGHT);
const y = (/** @type {number} */ rate) =>
  HEIGHT - BOTTOM - (Math.log10(Math.max(rate, 1000) / 1000) / 3) * (HEIGHT - TOP - BOTTOM);

/**
 * Connections per second over the seconds after a cut, on a logarithmic scale.
 *
 * @param {readonly { name: string, perSecond: readonly number[] }[]} lines
 */
export function chart(lines) {
  const grid = DECADES.map(
    (rate) =>
      `<line x1="${LEFT}" x2="${WIDTH - RIGHT}" y1="${y(rate)}" y2="${y(rate)}" stroke="#d4d4d8"/>` +
      `<text x="${LEFT - 8}" y="${y(rate) + 4}" text-anchor="end">${rate.toLocaleString('en-US')}</text>`,
  );
  const ticks = [0, 10, 20, 30, 40].map(
    (second) => `<text x="${x(second)}" y="${HEIGHT - BOTTOM + 20}" text-anchor="middle">${second} s</text>`,
  );
  const drawn = lines.map(({ name, perSecond }, index) => {
    const points = Array.from({ length: SECONDS * 2 }, (_, half) => {
      const second = Math.floor(half / 2);
      return `${x(second + (half % 2)).toFixed(1)},${y(perSecond[second] ?? 0).toFixed(1)}`;
    });
    const at = LEFT + index * 220;
    return (
      `<polyline points="${points.join(' ')}" fill="none" stroke="${COLOURS[index]}" stroke-width="2"/>` +
      `<rect x="${at}" y="14" width="14" height="4" fill="${COLOURS[index]}"/><text x="${at + 20}" y="20">${name}</text>`
    );
  });
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" font-family="system-ui, sans-serif" font-size="13" fill="#27272a">`,
    '<title>Connections per second after a restart of the server, one million clients</title>',
    `<rect width="${WIDTH}" height="${HEIGHT}" fill="#ffffff"/>`,
    ...grid,
    ...ticks,
    `<text x="${(LEFT + WIDTH) / 2}" y="${HEIGHT - 8}" text-anchor="middle">time after the cut</text>`,
    ...drawn,
    '</svg>\n',
  ].join('\n');
}
