import { createHash } from 'node:crypto';
import { crc32, deflateSync } from 'node:zlib';

type Colour = readonly [number, number, number];

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const head = Buffer.alloc(4);
  head.writeUInt32BE(data.length);
  const tail = Buffer.alloc(4);
  tail.writeUInt32BE(crc32(body));
  return Buffer.concat([head, body, tail]);
}

/** Creates a PNG and calls `pixel` for each pixel. */
function png(width: number, height: number, pixel: (x: number, y: number) => Colour): Buffer {
  const rows = Buffer.alloc(height * (1 + width * 3));
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const [r, g, b] = pixel(x, y);
      rows.set([r, g, b], y * (1 + width * 3) + 1 + x * 3);
    }
  }
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 2, 0, 0, 0], 8);
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(rows)),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

/** A symmetric pattern of 5 by 5 squares, different for each name. */
export function avatarPicture(name: string): Buffer {
  const hash = createHash('sha256').update(name).digest();
  const colour: Colour = [60 + (hash[0] ?? 0) / 2, 60 + (hash[1] ?? 0) / 2, 60 + (hash[2] ?? 0) / 2];
  return png(80, 80, (x, y) => {
    const column = Math.floor(x / 16);
    const field = Math.floor(y / 16) * 3 + Math.min(column, 4 - column);
    return (hash[3 + (field % 24)] ?? 0) % 2 === 0 ? colour : [240, 240, 240];
  });
}

/** An image that resembles a screenshot of a small application window. */
export function screenshotPicture(name: string): Buffer {
  const hash = createHash('sha256').update(name).digest();
  const accent: Colour = [hash[0] ?? 90, 80 + (hash[1] ?? 0) / 4, 200];
  return png(480, 270, (x, y) => {
    if (y < 28) return [55, 58, 64];
    if (x < 90) return y % 30 < 12 && x > 12 && x < 70 ? [150, 155, 165] : [236, 238, 242];
    const row = Math.floor((y - 40) / 26);
    const wide = 130 + ((hash[2 + (row % 20)] ?? 0) % 180);
    if (y > 40 && (y - 40) % 26 < 12 && x > 110 && x < 110 + wide) return row === 1 ? accent : [190, 194, 202];
    return [255, 255, 255];
  });
}
