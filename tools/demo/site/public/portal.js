// All that a page needs to do for the widgets: fetch a client secret from the firm's own backend when they ask for one.
if (window.Arende) {
  window.Arende.init({ fetchClientSecret });
} else {
  document.querySelector('.trouble').hidden = false;
}

async function fetchClientSecret() {
  const answer = await fetch('/arende/session', { method: 'POST' });
  if (answer.status === 401) location.assign('/logga-in');
  if (!answer.ok) throw new Error(`The firm's backend answered ${answer.status}.`);
  return (await answer.json()).clientSecret;
}

// The rest is this site's own: one view at a time on the consultant's page, by the fragment.
const views = [...document.querySelectorAll('main > section[id]')];

function showView() {
  const shown = views.find((view) => `#${view.id}` === location.hash) ?? views[0];
  for (const view of views) view.hidden = view !== shown;
  for (const link of document.querySelectorAll('nav.views a')) {
    if (link.hash === `#${shown.id}`) link.setAttribute('aria-current', 'page');
    else link.removeAttribute('aria-current');
  }
}

if (views.length > 0) {
  addEventListener('hashchange', showView);
  showView();
}
