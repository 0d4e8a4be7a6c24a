// All that a page needs to do for the widgets: fetch a client secret from the firm's own backend when they ask for one.
if (window.Arende) {
  window.Arende.init({ fetchClientSecret });
} else {
  document.querySelector('.trouble').hidden = false;
}

async function fetchClientSecret() {
  const answer = await fetch('/arende/session', { method: 'POST' });
  if (answer.status === 401) {
    // Who is in the middle of a process has things that are not saved: they log in in another tab.
    const loggedOut = document.querySelector('.logged-out');
    if (loggedOut) loggedOut.hidden = false;
    else location.assign('/logga-in');
  }
  if (!answer.ok) throw new Error(`The firm's backend answered ${answer.status}.`);
  const loggedOut = document.querySelector('.logged-out');
  if (loggedOut) loggedOut.hidden = true;
  return (await answer.json()).clientSecret;
}

// Links in mails: `#arende=<case>` opens its task, `#arende-folder=<folder>` its folder, `#arende-thread=<thread>` the channel, or
// the case that comments are about.
const views = [...document.querySelectorAll('main > section')];

function follow() {
  const [name, value] = location.hash.split('=');
  if (name === '#arende') document.querySelector('arende-inbox').setAttribute('instance-id', decodeURIComponent(value));
  if (name === '#arende-folder') {
    document.querySelector('arende-document-tree').setAttribute('folder-id', decodeURIComponent(value));
  }
  const commented = name === '#arende-thread' ? /^(?:shared|firm)-(.+)$/.exec(value) : null;
  if (commented) document.querySelector('arende-case').setAttribute('instance-id', commented[1]);
  else if (name === '#arende-thread') {
    document.querySelector('arende-messages').setAttribute('thread-id', decodeURIComponent(value));
  }
  if (name === '#kund' && value) {
    const [id, tab] = value.split('/');
    const client = document.querySelector('arende-client');
    client.setAttribute('client', decodeURIComponent(id));
    client.setAttribute('tab', tab ?? 'overview');
  }
  const linked = { '#arende-folder': '#dokument', '#arende-thread': commented ? '#arenden' : '#meddelanden' };
  const shown = views.find((view) => `#${view.id}` === (linked[name] ?? name)) ?? views[0];
  const links = document.querySelectorAll('nav.views a');
  if (links.length === 0) {
    if (name in linked) shown.scrollIntoView();
    return;
  }
  // The consultant's page shows one view at a time.
  for (const view of views) view.hidden = view !== shown;
  for (const link of links) {
    if (link.hash === `#${shown.id}`) link.setAttribute('aria-current', 'page');
    else link.removeAttribute('aria-current');
  }
}

// The case that was opened last on the board is the one whose course is shown.
document.addEventListener('arende-selected', ({ detail: { kind, id } }) => {
  if (kind === 'instance' && id) document.querySelector('arende-process-view')?.setAttribute('instance-id', id);
});

// "Se detaljer", "Gå till kund" and the icons of the list of clients lead to the client: `#kund=<client>/<tab>`.
document.addEventListener('arende-client-opened', ({ detail: { id, tab } }) => {
  location.hash = `kund=${encodeURIComponent(id)}/${tab}`;
});

addEventListener('hashchange', follow);
follow();
