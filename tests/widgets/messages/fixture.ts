import type { ChannelView, MessagePageView, MessageView } from '../../../server/messages/schema.ts';
import type { FakeServer } from '../support/fake-server.ts';

const asp = { id: 'c1', name: 'Asp Demobageri AB' };
const minute = 60_000;

export function message(number: number, text: string, more: Partial<MessageView> = {}): MessageView {
  const own = more.own ?? false;
  return {
    id: `w${number}`,
    threadId: 'general-c1',
    number,
    author: own ? { id: 'u1', name: 'Cilla Demo' } : { id: 'u2', name: 'Maja Testkund' },
    side: own ? 'firm' : 'client',
    own,
    text,
    at: new Date(Date.now() - (10 - number) * minute).toISOString(),
    editedAt: null,
    deleted: false,
    files: [],
    changeableUntil: own ? new Date(Date.now() + 10 * minute).toISOString() : null,
    ...more,
  };
}

/** A general channel with some messages and a user's own; what is sent is kept, what is read is read. */
export function serveMessages(server: FakeServer) {
  const threads = new Map<string, MessageView[]>([
    [
      'general-c1',
      [
        message(1, 'Hej! Kan ni skicka kvittot från Taxi?', { own: true, changeableUntil: null }),
        message(2, `<script>alert('x')</script> שלום, "citat" och \u202eevil`),
        message(3, '', {
          files: [{ id: 'a1', name: 'kvitto å.pdf', mediaType: 'application/pdf', sizeBytes: 1_400_000 }],
        }),
        message(4, 'Tack!', { own: true }),
      ],
    ],
    ['user-c1-u2', []],
  ]);
  const read = new Map([['general-c1', 2]]);
  const keys: string[] = [];
  const channel = (id: string): ChannelView => {
    const items = threads.get(id)!;
    const last = items.at(-1);
    return {
      id,
      kind: id.startsWith('user') ? 'user' : 'general',
      client: asp,
      user: id.startsWith('user') ? { id: 'u2', name: 'Maja Testkund' } : null,
      own: false,
      unread: items.filter(({ number, own }) => number > (read.get(id) ?? 0) && !own).length,
      lastAt: last?.at ?? null,
      last: last ? { author: last.author.name, text: last.text, deleted: last.deleted } : null,
    };
  };
  server.on('GET', /^\/v1\/channels$/, ({ query }) => {
    const q = (query.get('q') ?? '').toLowerCase();
    const items = [...threads.keys()].map(channel).filter(({ client }) => client.name.toLowerCase().includes(q));
    return { items: query.get('unread') ? items.filter(({ unread }) => unread > 0) : items, nextCursor: null };
  });
  server.on('GET', /^\/v1\/messages$/, ({ query }) => {
    const q = query.get('q')!.toLowerCase();
    const hits = [...threads.values()].flat().filter(({ text }) => text.toLowerCase().includes(q));
    return { items: hits.map((hit) => ({ message: hit, client: asp })) };
  });
  server.on('GET', /^\/v1\/threads\/([\w-]+)\/messages$/, ({ params }): MessagePageView => {
    const id = params[0]!;
    const items = threads.get(id) ?? [];
    const { kind, client, user } = channel(id);
    return {
      thread: {
        id,
        kind,
        client,
        user,
        instanceId: null,
        readers: [{ id: 'u2', name: 'Maja Testkund' }],
        readNumber: read.get(id) ?? 0,
        lastNumber: items.at(-1)?.number ?? 0,
        mayWrite: true,
        mayAttach: true,
      },
      items: [...items],
      before: null,
    };
  });
  server.on('POST', /^\/v1\/threads\/([\w-]+)\/messages$/, ({ params, body, headers }) => {
    const items = threads.get(params[0]!)!;
    const { text, files } = body as { text: string; files: string[] };
    keys.push(headers.get('Idempotency-Key')!);
    const number = (items.at(-1)?.number ?? 0) + 1;
    const attached = files.map((id) => ({ id, name: `${id}.txt`, mediaType: 'text/plain', sizeBytes: 3 }));
    items.push(message(number, text, { own: true, id: `${params[0]}-${number}`, files: attached }));
    return items.at(-1);
  });
  server.on('POST', /^\/v1\/threads\/[\w-]+\/files$/, ({ query }) => ({
    id: query.get('name')!.replace(/\.\w+$/, ''),
    name: query.get('name')!,
    mediaType: 'text/plain',
    sizeBytes: 3,
  }));
  server.on('POST', /^\/v1\/threads\/([\w-]+)\/read$/, ({ params, body }) => {
    read.set(params[0]!, (body as { number: number }).number);
    return { unread: 0 };
  });
  const found = (id: string) => [...threads.values()].flat().find((each) => each.id === id)!;
  server.on('PUT', /^\/v1\/messages\/([\w-]+)$/, ({ params, body }) =>
    Object.assign(found(params[0]!), { text: (body as { text: string }).text, editedAt: new Date().toISOString() }),
  );
  server.on('DELETE', /^\/v1\/messages\/([\w-]+)$/, ({ params }) =>
    Object.assign(found(params[0]!), { text: '', deleted: true, files: [], changeableUntil: null }),
  );
  return { threads, read, keys };
}
