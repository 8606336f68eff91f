import assert from 'node:assert/strict';
import { pictureType } from '../../../../src/model/text/pictureType.ts';

const bytes = (...parts: readonly (string | readonly number[])[]) =>
  Uint8Array.from(parts.flatMap((part) => (typeof part === 'string' ? [...Buffer.from(part, 'latin1')] : part)));

describe('pictureType', () => {
  it('detects the formats that GitLab treats as safe and a browser can show', () => {
    const files: readonly (readonly [string, Uint8Array])[] = [
      ['image/png', bytes([0x89], 'PNG\r\n', [0x1a], '\n')],
      ['image/jpeg', bytes([0xff, 0xd8, 0xff, 0xe0])],
      ['image/gif', bytes('GIF89a')],
      ['image/webp', bytes('RIFF', [0, 0, 0, 0], 'WEBP')],
      ['image/bmp', bytes('BM', [58, 0, 0, 0], [0, 0, 0, 0], [54, 0, 0, 0])],
      ['image/x-icon', bytes([0, 0, 1, 0, 1, 0, 16, 16])],
      ['image/avif', bytes([0, 0, 0, 0x20], 'ftypavif', [0, 0, 0, 0], 'avifmif1')],
      ['image/avif', bytes([0, 0, 0, 0x20], 'ftypmif1', [0, 0, 0, 0], 'mif1avif')],
      ['image/svg+xml', bytes('<?xml version="1.0"?>\n<svg>')],
    ];
    for (const [type, file] of files) assert.equal(pictureType(file), type, type);
  });

  it('detects no image in other files, which may start like one', () => {
    const files = ['', 'BM', 'BMW and other cars', 'GIF88a', '<html><svg></svg>', 'RIFF\0\0\0\0WAVE'];
    const heic = bytes([0, 0, 0, 0x18], 'ftypheic', [0, 0, 0, 0], 'mif1heic');
    const cursor = bytes([0, 0, 2, 0, 1, 0]);
    for (const file of [...files.map((text) => bytes(text)), heic, cursor])
      assert.equal(pictureType(file), undefined, String(file));
  });
});
