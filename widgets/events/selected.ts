/** The user chose something in a list; `kind` says what `id` is the id of. Null: nothing is chosen any more. */
export class ArendeSelectedEvent extends CustomEvent<{
  kind: 'task' | 'instance' | 'folder' | 'document' | 'definition' | 'thread';
  id: string | null;
}> {
  constructor(kind: ArendeSelectedEvent['detail']['kind'], id: string | null) {
    super('arende-selected', { bubbles: true, composed: true, detail: { kind, id } });
  }
}

declare global {
  interface GlobalEventHandlersEventMap {
    'arende-selected': ArendeSelectedEvent;
  }
}
