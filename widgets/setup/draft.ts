const key = 'arende-setup';

/** What was typed so far, without password and personal number, for as long as the tab is open. */
export interface Draft {
  token: string;
  firm: string;
  accent: string;
  greeting: string;
  name: string;
  email: string;
}

export function readDraft(): Partial<Draft> {
  try {
    return JSON.parse(sessionStorage.getItem(key) ?? '{}') as Partial<Draft>;
  } catch {
    return {};
  }
}

export function keepDraft(draft: Partial<Draft>): void {
  try {
    sessionStorage.setItem(key, JSON.stringify({ ...readDraft(), ...draft }));
  } catch {
    // A browser that keeps nothing: what was typed is lost at a reload, and nothing else.
  }
}

export function dropDraft(): void {
  sessionStorage.removeItem(key);
}
