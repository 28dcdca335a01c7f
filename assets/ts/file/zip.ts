// A zip archive of stored files (APPNOTE 4.3): what a workbook is packed in. Browsers of 2020 cannot deflate.

/** The parts in order, each a name in ASCII and a text. */
export function zip(parts: [string, string][]): Uint8Array<ArrayBuffer> {
  const encoder = new TextEncoder();
  const files: Uint8Array[] = [];
  const directory: Uint8Array[] = [];
  let offset = 0;
  for (const [name, text] of parts) {
    const body = encoder.encode(text);
    const about = header(encoder.encode(name), body);
    files.push(record(0x04034b50, about, name), body);
    // Made by version 2.0; no comment, first disk, no attributes; then where the file begins.
    directory.push(record(0x02014b50, [20, ...about, 0, 0, 0, 0, 0, offset & 0xffff, offset >>> 16], name));
    offset += 30 + name.length + body.length;
  }
  const size = directory.reduce((n, d) => n + d.length, 0);
  const end = words(0x4b50, 0x0605, 0, 0, parts.length, parts.length, size & 0xffff, size >>> 16, offset & 0xffff, offset >>> 16, 0);
  return join([...files, ...directory, end]);
}

/** What both headers of a file say: version, flags, stored, a date of 1 January 1980, checksum, sizes, length of the name. */
function header(name: Uint8Array, body: Uint8Array): number[] {
  const sum = crc32(body);
  const size = [body.length & 0xffff, body.length >>> 16];
  return [20, 0x0800, 0, 0, 0x21, sum & 0xffff, sum >>> 16, ...size, ...size, name.length, 0];
}

function record(signature: number, fields: number[], name: string): Uint8Array {
  return join([words(signature & 0xffff, signature >>> 16, ...fields), new TextEncoder().encode(name)]);
}

/** Two bytes each, the low one first. */
function words(...values: number[]): Uint8Array {
  const out = new Uint8Array(values.length * 2);
  const view = new DataView(out.buffer);
  values.forEach((value, i) => view.setUint16(i * 2, value, true));
  return out;
}

function join(chunks: Uint8Array[]): Uint8Array<ArrayBuffer> {
  const out = new Uint8Array(chunks.reduce((n, c) => n + c.length, 0));
  let at = 0;
  for (const chunk of chunks) {
    out.set(chunk, at);
    at += chunk.length;
  }
  return out;
}

/** CRC-32 as in ISO 3309. */
function crc32(bytes: Uint8Array): number {
  let crc = -1;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return ~crc >>> 0;
}
