/**
 * The address of a task on the page that holds the firm's widgets: the firm's portal page, and the instance in the
 * fragment, which no server and no log along the way ever sees. Null where the firm has given no usable page.
 */
export function taskLink(portalUrl: string | null, instanceId: string): string | null {
  if (portalUrl === null || !URL.canParse(portalUrl)) return null;
  const url = new URL(portalUrl);
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return null;
  url.hash = `arende=${encodeURIComponent(instanceId)}`;
  return url.href;
}
