// A page of Arende's own: like any host page, it holds widgets and fetches a client secret when they ask for one.
const words = {
  todo: ['Att göra', 'To do'],
  clients: ['Mina kunder', 'My clients'],
  client: ['Kund', 'Client'],
  board: ['Status', 'Status'],
  messages: ['Meddelanden', 'Messages'],
  cases: ['Ärenden', 'Cases'],
  documents: ['Dokument', 'Documents'],
  course: ['Förlopp', 'Course'],
  processes: ['Processer', 'Processes'],
  start: ['Kom igång', 'Get started'],
  firm: ['Byrån och webbplatsen', 'The firm and its site'],
  settings: ['Inställningar', 'Settings'],
  notices: ['Aviseringar', 'Notifications'],
  login: ['Logga in', 'Log in'],
  setup: ['Kom igång', 'Get started'],
  admin: ['Administration', 'Administration'],
  office: ['Byrån', 'The firm'],
  out: [
    'Du har blivit utloggad. Logga in i en ny flik och kom tillbaka hit: det du har skrivit finns kvar.',
    'You have been logged out. Log in in a new tab and come back here: what you have written is still there.',
  ],
  unsubscribe: ['Sluta få mejl', 'Stop getting mails'],
  leave: ['Lämna kundens konto', 'Leave the client’s account'],
};

// Per page its views, in order; a view's name is its fragment. Mails lead to `deep`, which names what an element shows.
const views = {
  '/portal': {
    todo: 'arende-inbox',
    messages: 'arende-messages',
    cases: 'arende-case',
    documents: 'arende-document-tree',
    settings: 'arende-settings',
    notices: 'arende-notifications',
  },
  '/office': {
    todo: 'arende-inbox',
    clients: 'arende-client-list',
    client: 'arende-client',
    messages: 'arende-messages',
    cases: 'arende-case',
    board: 'arende-status-board',
    documents: 'arende-document-tree',
    course: 'arende-process-view',
    settings: 'arende-settings',
    notices: 'arende-notifications',
  },
  '/admin': { start: 'arende-first-steps', firm: 'arende-firm', processes: 'arende-definition-editor' },
};
const deep = {
  arende: ['todo', 'instance-id'],
  'arende-folder': ['documents', 'folder-id'],
  'arende-thread': ['messages', 'thread-id'],
  'arende-case': ['cases', 'instance-id'],
  client: ['client', 'client'],
  firm: ['firm', 'section'],
};
const alone = {
  '/login': 'arende-login',
  '/portal/invitation': 'arende-login',
  '/setup': 'arende-setup',
  '/unsubscribe': 'arende-unsubscribe',
};

// The rest of the address is the link's own.
const page = location.pathname.startsWith('/unsubscribe/') ? '/unsubscribe' : location.pathname;
// Staff in the account of a client that gave them full authority.
const entered = page === '/portal' ? new URLSearchParams(location.search).get('client') : null;
const main = document.querySelector('main');
const nav = document.querySelector('nav');
let account = null;
// Whether an administrator's new firm has something left to do.
let steps = false;
/** Stands above a page that was logged out while somebody worked in it. */
let outBar = null;
let began = false;

const language = () => document.documentElement.lang;
const word = (name) => words[name][language() === 'sv' ? 0 : 1];

function speak(chosen) {
  document.documentElement.lang = chosen;
  for (const button of document.querySelectorAll('footer button')) {
    button.setAttribute('aria-pressed', String(button.dataset.language === chosen));
  }
  title();
  if (account) menu();
}

function title() {
  const name = account?.firm?.name ?? 'Arende';
  document.title = `${word({ '/login': 'login', '/portal/invitation': 'login', '/setup': 'setup', '/admin': 'admin', '/office': 'office', '/unsubscribe': 'unsubscribe' }[page] ?? 'todo')} · ${name}`;
}

function colour(firm) {
  if (!firm?.accent) return;
  document.documentElement.style.setProperty('--firm-accent', firm.accent);
  document.documentElement.classList.add('firm-accent');
}

function face(firm) {
  const brand = document.querySelector('.brand');
  colour(firm);
  if (firm.logoUrl) {
    const logo = document.createElement('img');
    logo.src = firm.logoUrl;
    logo.alt = '';
    brand.append(logo);
  }
  brand.append(firm.name);
}

function menu() {
  // A client is come to from the list of them, and the notices from the bell.
  const names = Object.keys(views[page]).filter((name) => !['client', 'notices'].includes(name));
  const links = names.map((name) => [`#${name}`, word(name)]);
  if (entered) links.push(['/office', word('leave')]);
  else if (steps && page === '/office') links.unshift(['/admin#start', word('start')]);
  else if (account.role === 'admin')
    links.push(page === '/admin' ? ['/office', word('office')] : ['/admin', word('admin')]);
  nav.replaceChildren(
    ...links.map(([href, text]) => {
      const link = document.createElement('a');
      link.href = href;
      link.textContent = text;
      return link;
    }),
  );
  mark();
}

// One view at a time; each is made when it is first looked at, and stays.
function follow() {
  let [name, value = ''] = location.hash.slice(1).split('=');
  // Comments are read with the case that they are about.
  const commented = name === 'arende-thread' ? /^(?:shared|firm)-(.+)$/.exec(value) : null;
  if (commented) [name, value] = ['arende-case', commented[1]];
  const [target, attribute] = deep[name] ?? [name];
  const shown = target in views[page] ? target : Object.keys(views[page])[0];
  let section = document.getElementById(shown);
  if (!section) {
    section = document.createElement('section');
    section.id = shown;
    const heading = document.createElement('h1');
    const element = document.createElement(views[page][shown]);
    if (shown === 'clients') element.setAttribute('client-url', '/portal?client={externalId}');
    section.append(heading, element);
    if (shown === 'client') {
      const up = document.createElement('a');
      up.className = 'up';
      up.href = '#clients';
      heading.after(up);
    }
    if (shown === 'notices') section.lastChild.setAttribute('view', 'page');
    main.append(section);
  }
  if (attribute && shown === target) {
    const [id, tab] = value.split('/');
    section.lastChild.setAttribute(attribute, decodeURIComponent(id));
    if (tab) section.lastChild.setAttribute('tab', tab);
  }
  for (const each of main.children) {
    each.hidden = each !== section;
    each.firstChild.textContent = word(each.id);
    const up = each.querySelector('.up');
    if (up) up.textContent = `‹ ${word('clients')}`;
  }
  mark();
}

function mark() {
  const id = [...main.children].find((section) => !section.hidden)?.id;
  // A client is part of the list of them.
  const shown = id === 'client' ? 'clients' : id;
  for (const link of nav.children) {
    if (link.hash === `#${shown}` && link.pathname === page) link.setAttribute('aria-current', 'page');
    else link.removeAttribute('aria-current');
  }
}

async function fetchClientSecret() {
  const answer = await fetch(`/v1/portal/client-secret${entered ? `?client=${encodeURIComponent(entered)}` : ''}`, {
    method: 'POST',
  });
  if (answer.status === 401 && began) sayLoggedOut();
  else if (answer.status === 401) toLogin();
  if (!answer.ok) throw new Error(`The server answered ${answer.status}.`);
  began = true;
  outBar?.remove();
  outBar = null;
  return (await answer.json()).clientSecret;
}

async function hasSteps() {
  const answer = await fetch('/v1/portal/first-steps');
  return answer.ok && (await answer.json()).items.some(({ state }) => state === 'open');
}

const loginAddress = () => `/login?returnTo=${encodeURIComponent(page)}${location.hash}`;
const toLogin = () => location.assign(loginAddress());

// To leave now would lose what is half written.
function sayLoggedOut() {
  if (outBar) return;
  outBar = document.createElement('p');
  outBar.className = 'out';
  outBar.setAttribute('role', 'alert');
  const link = document.createElement('a');
  link.href = loginAddress();
  link.target = '_blank';
  link.textContent = word('login');
  outBar.append(`${word('out')} `, link);
  main.before(outBar);
}

document.addEventListener('visibilitychange', async () => {
  if (!outBar || document.hidden) return;
  const answer = await fetch('/v1/portal/session');
  if (!answer.ok) return;
  const now = await answer.json();
  // Somebody else's half-written words are nobody's business.
  if (now.user !== account.user || now.firm?.id !== account.firm?.id) return location.reload();
  window.Arende.init({ fetchClientSecret });
});

// What a notice is about stands on the page of one's work, which is not the administration.
function bell() {
  const element = document.createElement('arende-notifications');
  const work = page === '/admin' ? '/office' : '';
  if (work) element.setAttribute('page-url', work);
  element.setAttribute('all-href', `${work}#notices`);
  return element;
}

async function start() {
  if (alone[page]) {
    document.body.className = 'alone';
    const element = document.createElement(alone[page]);
    const given = new URLSearchParams(location.search);
    for (const [name, attribute] of [
      ['firm', 'firm'],
      ['returnTo', 'return-to'],
    ]) {
      if (given.has(name)) element.setAttribute(attribute, given.get(name));
    }
    element.setAttribute('mode', 'page');
    main.append(element);
    if (page !== '/setup') {
      const query = given.has('firm') ? `?firm=${encodeURIComponent(given.get('firm'))}` : '';
      const answer = await fetch(`/v1/login/options${query}`);
      if (answer.ok) colour((await answer.json()).firm);
    }
    return;
  }
  const answer = await fetch('/v1/portal/session');
  if (answer.status === 401) return toLogin();
  account = await answer.json();
  if (!localStorage.getItem('arende-language') && account.language) speak(account.language);
  face(account.firm);
  document.querySelector('.tools').append(bell(), document.createElement('arende-account'));
  document.querySelector('header').hidden = false;
  window.Arende.init({ fetchClientSecret });
  if (account.role === 'admin' && !entered) steps = await hasSteps();
  if (page === '/admin' && !steps && location.hash !== '#start') delete views[page].start;
  menu();
  title();
  addEventListener('hashchange', follow);
  follow();
}

document.querySelector('footer').addEventListener('click', ({ target }) => {
  const chosen = target.dataset.language;
  if (!chosen) return;
  localStorage.setItem('arende-language', chosen);
  speak(chosen);
  if (views[page]) follow();
});
// The case that was opened last on the board is the one whose course is shown.
document.addEventListener('arende-selected', ({ detail: { kind, id } }) => {
  if (kind === 'instance' && id) document.querySelector('arende-process-view')?.setAttribute('instance-id', id);
});
// The list of clients leads to the client: `#client=<id>/<tab>`.
document.addEventListener('arende-client-opened', ({ detail: { id, tab } }) => {
  location.hash = `client=${encodeURIComponent(id)}/${tab}`;
});

speak(localStorage.getItem('arende-language') ?? (/^(sv|nb|nn|no|da)\b/i.test(navigator.language) ? 'sv' : 'en'));
await start();
