/** Whether a Content-Security-Policy lets a page load scripts from an origin and talk to it. Several policies all count. */
export function policyAllows(policies: string[], origin: string): { script: boolean; connect: boolean } {
  const lists = policies
    .flatMap((policy) => policy.split(','))
    .map((policy) => policy.trim())
    .filter(Boolean);
  const allowed = (names: string[]) => lists.every((policy) => allows(policy, names, origin));
  return {
    script: allowed(['script-src-elem', 'script-src', 'default-src']),
    connect: allowed(['connect-src', 'default-src']),
  };
}

function allows(policy: string, names: string[], origin: string): boolean {
  const directives = new Map(
    policy
      .split(';')
      .map((part) => part.trim().split(/\s+/))
      .map(([name = '', ...sources]) => [name.toLowerCase(), sources] as const),
  );
  const name = names.find((each) => directives.has(each));
  if (name === undefined) return true;
  const { protocol, hostname, port } = new URL(origin);
  return directives.get(name)!.some((source) => {
    if (source === '*') return true;
    if (source.toLowerCase() === protocol) return true;
    const match = /^(?:([a-z][a-z0-9+.-]*):\/\/)?(\*\.)?([^/:*]+)(?::(\d+|\*))?(\/.*)?$/i.exec(source);
    if (!match || source.startsWith("'")) return false;
    const [, scheme, wildcard, host, sourcePort] = match;
    if (scheme && `${scheme.toLowerCase()}:` !== protocol) return false;
    const sameHost = wildcard ? hostname.endsWith(`.${host!.toLowerCase()}`) : hostname === host!.toLowerCase();
    return sameHost && (sourcePort === '*' || (sourcePort ?? '') === port);
  });
}
