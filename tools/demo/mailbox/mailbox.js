// Shows new mail by itself: the list is fetched again when what the page was made from has changed.
const list = document.querySelector('nav');

async function refresh() {
  const { state } = await (await fetch('/newest')).json();
  if (state === document.body.dataset.state) return;
  const answer = await fetch(location.href);
  if (!answer.ok) return;
  const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
  const focused = document.activeElement?.getAttribute('href');
  list.replaceChildren(...page.querySelector('nav').childNodes);
  if (focused) list.querySelector(`a[href="${CSS.escape(focused)}"]`)?.focus();
  if (document.body.className === 'listing') {
    document.querySelector('main').replaceChildren(...page.querySelector('main').childNodes);
    document.title = page.title;
  }
  document.body.dataset.state = state;
}

async function keepLooking() {
  for (;;) {
    await new Promise((resolve) => setTimeout(resolve, 2000));
    if (document.visibilityState === 'hidden') continue;
    // The demo may be restarting; the next round finds it again.
    await refresh().catch(() => undefined);
  }
}
void keepLooking();
