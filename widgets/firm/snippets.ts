import type { ProfileView } from '../../server/setup/schema.ts';

/** What goes into the firm's server, with its addresses filled in. The key stays where a page cannot read it. */
export function serverSnippet({ ownUrl }: ProfileView, origin: string): string {
  return `// POST /arende/session
const answer = await fetch('${ownUrl}/v1/widget-sessions', {
  method: 'POST',
  headers: {
    Authorization: \`Bearer \${process.env.ARENDE_SECRET_KEY}\`,
    'Content-Type': 'application/json',
  },
  body: JSON.stringify({
    user: user.id, // as in PUT /v1/users/{id}
    origin: '${origin}',
    components: { inbox: { act: true }, 'document-tree': { upload: true } },
  }),
});
response.json({ clientSecret: (await answer.json()).clientSecret });`;
}

export function pageSnippet({ ownUrl }: ProfileView): string {
  return `<script type="module" src="${ownUrl}/arende/v1/loader.js"></script>
<script type="module">
  Arende.init({
    fetchClientSecret: async () => {
      const answer = await fetch('/arende/session', { method: 'POST' });
      return (await answer.json()).clientSecret;
    },
  });
</script>

<arende-inbox></arende-inbox>
<arende-document-tree></arende-document-tree>`;
}

export function loginSnippet({ ownUrl, firmId }: ProfileView): string {
  return `<script type="module" src="${ownUrl}/arende/v1/loader.js"></script>
<arende-login firm="${firmId}"></arende-login>`;
}
