// @ts-check
// An animated PNG from screenshots: each frame holds only the rectangle that changed, so that it stays small.
import { crc32, deflateSync, inflateSync } from 'node:zlib';

const SIGNATURE = Buffer.from([137, 80, 78, 71, 13, 10, 26, 10]);

/**
 * @typedef {{ width: number, height: number, depth: number, pixels: Buffer }} Picture
 * @typedef {{ x: number, y: number, width: number, height: number }} Box
 */

/** @param {number} a @param {number} b @param {number} c */
function paeth(a, b, c) {
  const [pa, pb, pc] = [Math.abs(b - c), Math.abs(a - c), Math.abs(a + b - 2 * c)];
  return pa <= pb && pa <= pc ? a : pb <= pc ? b : c;
}

/**
 * The pixels of a PNG as browsers write it: 8 bits, RGB or RGBA.
 *
 * @param {Buffer} png
 * @returns {Picture}
 */
function decode(png) {
  let data = Buffer.alloc(0);
  for (let at = 8; at < png.length; at += 12 + png.readUInt32BE(at)) {
    const body = png.subarray(at + 8, at + 8 + png.readUInt32BE(at));
    if (png.toString('latin1', at + 4, at + 8) === 'IDAT') data = Buffer.concat([data, body]);
  }
  const [width, height] = [png.readUInt32BE(16), png.readUInt32BE(20)];
  const depth = png[25] === 6 ? 4 : 3;
  const stride = width * depth;
  const raw = inflateSync(data);
  const pixels = Buffer.alloc(stride * height);
  for (let y = 0; y < height; y += 1) {
    const filter = raw[y * (stride + 1)];
    for (let x = 0; x < stride; x += 1) {
      const at = y * stride + x;
      const left = x >= depth ? (pixels[at - depth] ?? 0) : 0;
      const up = y > 0 ? (pixels[at - stride] ?? 0) : 0;
      const corner = y > 0 && x >= depth ? (pixels[at - stride - depth] ?? 0) : 0;
      const guess = [0, left, up, (left + up) >> 1, paeth(left, up, corner)][filter ?? 0] ?? 0;
      pixels[at] = (raw[y * (stride + 1) + 1 + x] ?? 0) + guess;
    }
  }
  return { width, height, depth, pixels };
}

/** @param {string} type @param {Buffer} body */
function chunk(type, body) {
  const out = Buffer.alloc(12 + body.length);
  out.writeUInt32BE(body.length, 0);
  out.write(type, 4, 'latin1');
  body.copy(out, 8);
  out.writeUInt32BE(crc32(out.subarray(4, 8 + body.length)), 8 + body.length);
  return out;
}

/**
 * Where two pictures differ; one pixel where they do not.
 *
 * @param {Picture} before
 * @param {Picture} after
 * @returns {Box}
 */
function difference(before, { width, height, depth, pixels }) {
  let [left, right, top, bottom] = [width, 0, height, 0];
  for (let at = 0; at < pixels.length; at += 1) {
    if (pixels[at] === before.pixels[at]) continue;
    const x = Math.floor((at % (width * depth)) / depth);
    const y = Math.floor(at / (width * depth));
    [left, right, top, bottom] = [
      Math.min(left, x),
      Math.max(right, x),
      Math.min(top, y),
      Math.max(bottom, y),
    ];
  }
  return left > right
    ? { x: 0, y: 0, width: 1, height: 1 }
    : { x: left, y: top, width: right - left + 1, height: bottom - top + 1 };
}

/** @param {Picture} picture @param {Box} box */
function encode({ width, depth, pixels }, box) {
  const stride = box.width * depth;
  const rows = Buffer.alloc((stride + 1) * box.height);
  for (let y = 0; y < box.height; y += 1) {
    const from = ((box.y + y) * width + box.x) * depth;
    pixels.copy(rows, y * (stride + 1) + 1, from, from + stride);
  }
  return deflateSync(rows, { level: 9 });
}

/**
 * One palette for all pictures, as fine as 256 colours allow: a byte for each pixel.
 *
 * @param {readonly Picture[]} pictures
 */
function toPalette(pictures) {
  for (let step = 4; ; step *= 2) {
    /** @type {Map<number, number>} */
    const colours = new Map();
    const round = (/** @type {number | undefined} */ value = 0) =>
      Math.min(255, Math.round(value / step) * step);
    const indexed = pictures.map(({ width, height, depth, pixels }) => {
      const bytes = Buffer.alloc(width * height);
      for (let at = 0; at < bytes.length; at += 1) {
        const from = at * depth;
        const colour = (round(pixels[from]) << 16) | (round(pixels[from + 1]) << 8) | round(pixels[from + 2]);
        const index = colours.get(colour) ?? colours.size;
        if (index === colours.size) colours.set(colour, index);
        bytes[at] = index;
      }
      return { width, height, depth: 1, pixels: bytes };
    });
    if (colours.size > 256) continue;
    const palette = Buffer.from([...colours.keys()].flatMap((colour) => [colour >> 16, colour >> 8, colour]));
    return { palette, indexed };
  }
}

/**
 * @param {readonly { png: Buffer, ms: number }[]} frames
 * @returns {Buffer}
 */
export function animate(frames) {
  const { palette, indexed: pictures } = toPalette(frames.map(({ png }) => decode(png)));
  const [first] = pictures;
  if (!first) throw new Error('no frames');
  const header = Buffer.from([0, 0, 0, 0, 0, 0, 0, 0, 8, 3, 0, 0, 0]);
  header.writeUInt32BE(first.width, 0);
  header.writeUInt32BE(first.height, 4);
  const count = Buffer.alloc(8);
  count.writeUInt32BE(frames.length, 0);
  const chunks = [SIGNATURE, chunk('IHDR', header), chunk('PLTE', palette), chunk('acTL', count)];
  let sequence = 0;
  pictures.forEach((picture, index) => {
    const before = pictures[index - 1];
    const box = before
      ? difference(before, picture)
      : { x: 0, y: 0, width: picture.width, height: picture.height };
    const control = Buffer.alloc(26);
    [sequence++, box.width, box.height, box.x, box.y].forEach((value, at) =>
      control.writeUInt32BE(value, at * 4),
    );
    control.writeUInt16BE(frames[index]?.ms ?? 0, 20);
    control.writeUInt16BE(1000, 22);
    chunks.push(chunk('fcTL', control));
    const data = encode(picture, box);
    if (index === 0) chunks.push(chunk('IDAT', data));
    else {
      const number = Buffer.alloc(4);
      number.writeUInt32BE(sequence++, 0);
      chunks.push(chunk('fdAT', Buffer.concat([number, data])));
    }
  });
  return Buffer.concat([...chunks, chunk('IEND', Buffer.alloc(0))]);
}
