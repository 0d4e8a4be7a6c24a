import { inject } from 'vitest';

/** Asks the test run's global set-up for a service; waits while it starts. */
export async function serviceAddress(name: 'temporal' | 'postgres'): Promise<string> {
  const response = await fetch(`http://127.0.0.1:${inject('servicesPort')}/${name}`);
  const text = await response.text();
  if (!response.ok) throw new Error(text);
  return text;
}
