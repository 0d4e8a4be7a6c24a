import { type TSchema, Type } from '@sinclair/typebox';
import { Problem } from '../common/schema.ts';
import type { Route } from './route.ts';

const security = {
  open: [],
  exchange: [],
  key: [{ secretKey: [] }],
  bearer: [{ bearer: [] }],
  administrator: [{ secretKey: [] }, { bearer: [] }],
  login: [],
  portal: [{ cookie: [] }],
};

/** The OpenAPI 3.1 document, from the same table that routes and validates. */
export function openApiDocument(routes: Route[], serverUrl: string): object {
  const paths: Record<string, Record<string, object>> = {};
  for (const route of routes) {
    const path = route.path.replace(/:(\w+)/g, '{$1}');
    paths[path] = { ...paths[path], [route.method.toLowerCase()]: operation(route) };
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Arende',
      version: '1',
      description: 'Processes of accounting firms: sessions for embedded widgets, inbox, board, documents, records.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: serverUrl }],
    paths,
    components: {
      securitySchemes: {
        secretKey: { type: 'http', scheme: 'bearer', description: "The firm's API key; for its backend only." },
        bearer: {
          type: 'http',
          scheme: 'bearer',
          description: 'From an exchange; for the page of the session only, which the Origin header must name.',
        },
        cookie: { type: 'apiKey', in: 'cookie', name: '__Host-arende', description: 'Of a page that Arende serves.' },
      },
      schemas: { Problem },
      responses: {
        Problem: {
          description: 'A problem (RFC 9457) with a stable code',
          content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
        },
      },
    },
  };
}

function operation(route: Route): object {
  const names = [...route.path.matchAll(/:(\w+)/g)].map((match) => match[1]!);
  const query = Object.entries((route.query?.properties ?? {}) as Record<string, TSchema>);
  const required: string[] = (route.query?.required as string[] | undefined) ?? [];
  const headers = Object.entries(route.headers ?? {});
  const body = route.body
    ? { 'application/json': { schema: route.body } }
    : route.bodyType && { [route.bodyType]: { schema: Type.String({ format: 'binary' }) } };
  const type = route.answerType ?? 'application/json';
  const answer = route.answer ?? (route.answerType ? Type.String() : Type.Object({}));
  return {
    operationId: operationId(route),
    summary: route.summary,
    tags: [route.path.split('/')[2] ?? 'server'],
    security: security[route.door],
    parameters: [
      ...names.map((name) => ({ name, in: 'path', required: true, schema: Type.String() })),
      ...query.map(([name, schema]) => ({ name, in: 'query', required: required.includes(name), schema })),
      ...headers.map(([name, { description, required: needed = false, schema }]) => ({
        name,
        in: 'header',
        description,
        required: needed,
        schema,
      })),
    ],
    ...(body ? { requestBody: { required: true, content: body } } : {}),
    responses: {
      [route.status ?? 200]: { description: 'Done', content: { [type]: { schema: answer } } },
      default: { $ref: '#/components/responses/Problem' },
    },
  };
}

function operationId(route: Route): string {
  const words = route.path
    .split('/')
    .slice(1)
    .map((word) => word.replace(/^:/, 'by-'));
  return [route.method.toLowerCase(), ...words].join('-').replace(/[^\w-]+/g, '-');
}
