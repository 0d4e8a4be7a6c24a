import http from 'node:http';

export interface Poster {
  post(route: string, headers: Record<string, string>, body: unknown): Promise<{ status: number; text: string }>;
  close(): void;
}

/** A caller on one kept connection, without what `fetch` costs the caller itself: the bench asks what the server costs. */
export function openPoster(url: string): Poster {
  const agent = new http.Agent({ keepAlive: true });
  return {
    post: (route, headers, body) =>
      new Promise((resolve, reject) => {
        const request = http.request(`${url}${route}`, { method: 'POST', agent, headers }, (response) => {
          const chunks: Buffer[] = [];
          response.on('data', (chunk: Buffer) => chunks.push(chunk));
          response.on('end', () => resolve({ status: response.statusCode!, text: Buffer.concat(chunks).toString() }));
          response.on('error', reject);
        });
        request.on('error', reject);
        request.end(JSON.stringify(body));
      }),
    close: () => agent.destroy(),
  };
}
