import { lookup } from 'node:dns';
import http from 'node:http';
import https from 'node:https';
import { BlockList, isIP, type LookupFunction } from 'node:net';

export interface Fetched {
  status: number;
  headers: http.IncomingHttpHeaders;
  text: string;
}

const timeoutMs = 8_000;
const mostBytes = 1_000_000;

/** Networks that are nobody's website: a page that an administrator names must not make the server look around at home. */
const inside = new BlockList();
for (const [network, prefix] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['224.0.0.0', 3],
] as const) {
  inside.addSubnet(network, prefix, 'ipv4');
}
for (const [network, prefix] of [
  ['::', 127],
  ['64:ff9b::', 96],
  ['fc00::', 7],
  ['fe80::', 10],
  ['ff00::', 8],
] as const) {
  inside.addSubnet(network, prefix, 'ipv6');
}

const isInside = (address: string): boolean => {
  const bare = address.replace(/^::ffff:(?=\d+\.)/i, '');
  return inside.check(bare, isIP(bare) === 6 ? 'ipv6' : 'ipv4');
};

/** The address that is used is the one that was looked at: a name that answers differently the second time gains nothing. */
const outsideOnly: LookupFunction = (hostname, options, callback) => {
  lookup(hostname, { ...options, all: true }, (error, addresses) => {
    if (error) return callback(error, '', 0);
    const good = addresses.filter(({ address }) => !isInside(address));
    if (good.length === 0) return callback(new Error('The address leads into a private network.'), '', 0);
    if (options.all) callback(null, good);
    else callback(null, good[0]!.address, good[0]!.family);
  });
};

/** A page as a stranger gets it, without following where it leads. `loopback`: for a server that is on loopback itself. */
export function fetchOutside(
  url: URL,
  options: { method?: string; headers?: Record<string, string>; body?: string; loopback: boolean },
): Promise<Fetched> {
  const { method = 'GET', headers = {}, body, loopback } = options;
  const host = url.hostname.replace(/^\[|\]$/g, '');
  if (!loopback && isIP(host) && isInside(host)) {
    return Promise.reject(new Error('The address leads into a private network.'));
  }
  return new Promise((resolve, reject) => {
    const library = url.protocol === 'https:' ? https : http;
    const settings = { method, headers, timeout: timeoutMs, ...(loopback ? {} : { lookup: outsideOnly }) };
    const request = library.request(url, settings, (response) => {
      const chunks: Buffer[] = [];
      let size = 0;
      const done = () =>
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers,
          text: Buffer.concat(chunks).toString('utf8'),
        });
      response.on('data', (chunk: Buffer) => {
        size += chunk.length;
        chunks.push(chunk);
        if (size > mostBytes) {
          done();
          response.destroy();
        }
      });
      response.on('end', done);
      response.on('error', reject);
    });
    // Silence is one thing, a page that trickles another; both end.
    const late = setTimeout(() => request.destroy(new Error('It takes too long.')), timeoutMs);
    request.on('close', () => clearTimeout(late));
    request.on('timeout', () => request.destroy(new Error('It takes too long.')));
    request.on('error', reject);
    request.end(body);
  });
}
