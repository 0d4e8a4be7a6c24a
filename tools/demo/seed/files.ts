import { deflateSync } from 'node:zlib';

/** A PDF page with these lines, the first as its heading. Text that Windows-1252 has, which is all that Swedish needs. */
export function pdf(lines: string[]): Buffer {
  const text = lines.map(
    (line, at) => `/F1 ${at === 0 ? 20 : 11} Tf (${pdfText(line)}) Tj 0 -${at === 0 ? 34 : 19} Td`,
  );
  const content = `BT 60 770 Td ${text.join('\n')} ET`;
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>',
    `<< /Length ${content.length} >>\nstream\n${content}\nendstream`,
    '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>',
  ];
  let body = '%PDF-1.4\n';
  const offsets = objects.map((object, at) => {
    const offset = body.length;
    body += `${at + 1} 0 obj\n${object}\nendobj\n`;
    return offset;
  });
  const table = offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`).join('');
  const count = objects.length + 1;
  body += `xref\n0 ${count}\n0000000000 65535 f \n${table}trailer\n<< /Size ${count} /Root 1 0 R >>\nstartxref\n${body.length}\n%%EOF\n`;
  return Buffer.from(body, 'latin1');
}

const pdfText = (line: string): string => line.replace(/[\\()]/g, '\\$&');

/** A picture that looks like a photographed receipt: paper with rows of print and a sum. */
export function receiptPng(seed: number): Buffer {
  const [width, height] = [360, 520];
  const rows: Buffer[] = [];
  for (let y = 0; y < height; y++) {
    // The first byte of a row names its filter: none.
    const row = Buffer.alloc(1 + width);
    row.fill(0xb8, 1);
    row.fill(0xfa, 1 + 40, 1 + width - 40);
    const [line, within] = [Math.floor((y - 50) / 26), (y - 50) % 26];
    if (y > 50 && y < height - 60 && within < (line === 0 || line === 14 ? 12 : 6)) {
      const length = line === 0 ? 170 : 90 + ((line * 37 + seed * 53) % 90);
      row.fill(0x40, 1 + 66, 1 + 66 + length);
      if (line > 1) row.fill(0x40, 1 + width - 110, 1 + width - 66);
    }
    rows.push(row);
  }
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  // 8 bits a pixel, shades of grey.
  header.set([8, 0, 0, 0, 0], 8);
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  const chunks = [
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(Buffer.concat(rows))),
    chunk('IEND', Buffer.alloc(0)),
  ];
  return Buffer.concat([signature, ...chunks]);
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const frame = Buffer.alloc(body.length + 8);
  frame.writeUInt32BE(data.length, 0);
  body.copy(frame, 4);
  frame.writeUInt32BE(crc32(body), body.length + 4);
  return frame;
}

/** The check sum of PNG (ISO 3309); Node's own `crc32` is younger than the Node that is asked for. */
function crc32(bytes: Buffer): number {
  let sum = 0xffffffff;
  for (const byte of bytes) {
    sum ^= byte;
    for (let bit = 0; bit < 8; bit++) sum = (sum >>> 1) ^ (sum & 1 ? 0xedb88320 : 0);
  }
  return ~sum >>> 0;
}
