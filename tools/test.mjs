import { bootstrap } from './bootstrap.mjs';

await bootstrap();
const { register } = await import('tsx/esm/api');
register();
await import('./test/main.ts');
