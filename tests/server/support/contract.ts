import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import { routes } from '../../../server/routes.ts';

const ajv = (formats as unknown as typeof formats.default)(new Ajv2020({ strict: false, allErrors: true }));
const checks = routes
  .filter((route) => route.answer)
  .map((route) => ({
    method: route.method,
    pattern: new RegExp(`^${route.path.replace(/\./g, '\\.').replace(/:\w+/g, '[^/]+')}$`),
    validate: ajv.compile(route.answer!) as ValidateFunction,
  }));

/** Throws when an answer is not what its route's schema, and so the OpenAPI document, says. */
export function expectContract(method: string, path: string, answer: unknown): void {
  const { pathname } = new URL(path, 'http://x');
  const route = checks.find((check) => check.method === method && check.pattern.test(pathname));
  if (!route || route.validate(answer)) return;
  throw new Error(`${method} ${pathname} does not answer as it says: ${ajv.errorsText(route.validate.errors)}`);
}
