import { inflateSync } from 'node:zlib';
import { fileTypeFromBuffer } from 'file-type';
import { expect, test } from 'vitest';
import { pdf, receiptPng } from '../../tools/demo/seed/files.ts';

test('the demo’s receipts are pictures that a browser can draw', async () => {
  const png = receiptPng(3);
  expect((await fileTypeFromBuffer(png))?.mime).toBe('image/png');
  const [width, height] = [png.readUInt32BE(16), png.readUInt32BE(20)];
  const length = png.readUInt32BE(33);
  expect(png.toString('latin1', 37, 41)).toBe('IDAT');
  const rows = inflateSync(png.subarray(41, 41 + length));
  expect(rows).toHaveLength(height * (width + 1));
  for (let y = 0; y < height; y++) expect(rows[y * (width + 1)]).toBe(0);
});

test('the demo’s papers are PDFs whose table of objects is right, with å, ä and ö', () => {
  const text = pdf(['Kontoutdrag (åäö)', 'Rad två']).toString('latin1');
  const table = Number(/startxref\n(\d+)/.exec(text)![1]);
  expect(text.slice(table, table + 4)).toBe('xref');
  const offsets = [...text.slice(table).matchAll(/^(\d{10}) 00000 n/gm)].map(([, offset]) => Number(offset));
  expect(offsets).toHaveLength(5);
  for (const [at, offset] of offsets.entries()) expect(text.slice(offset)).toMatch(new RegExp(`^${at + 1} 0 obj`));
  expect(text).toContain('Kontoutdrag \\(åäö\\)');
});
